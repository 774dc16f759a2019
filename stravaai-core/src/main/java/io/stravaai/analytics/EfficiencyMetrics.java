package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much comes out for each heart beat, and how that changes within an activity. */
public final class EfficiencyMetrics {

    /** What comes out. New ones may be added. */
    public enum Output {
        /** Power in watts, zeros included. */
        POWER,
        /** Speed while moving. */
        SPEED,
        /** Speed while moving, times the factor of {@link GradeModel#STRAVA}. */
        GRADED_SPEED
    }

    /** Less than this, in seconds, has no two halves to compare. */
    private static final double MIN_SECONDS = 30 * 60;

    private static final double MIN_COVERAGE = 0.9;

    /** The length of the blocks whose means must be even, in seconds, and how even. */
    private static final double BLOCK = 300;

    private static final double MAX_VARIATION = 0.08;
    private static final double STANDING = 0.5;

    private EfficiencyMetrics() {}

    /**
     * Efficiency factor (EF): output divided by the average heart rate. Watts for each beat a minute with power, which should be
     * normalized power; metres a minute for each beat a minute with speed, which for runs should be the normalized graded one.
     *
     * <p>Source: Friel. GoldenCheetah has yards for runs, Athlytics metres a second.
     *
     * @return {@link MetricStatus#IMPLAUSIBLE} if the heart rate is not positive; what the output or the heart rate lacks, if one
     *     has no value
     */
    public static MetricValue efficiencyFactor(MetricValue output, MetricValue heartRate) {
        boolean power = output.unit() == MetricUnit.WATTS;
        MetricUnit unit =
                power ? MetricUnit.WATTS_PER_BEAT_PER_MINUTE : MetricUnit.METRES_PER_MINUTE_PER_BEAT_PER_MINUTE;
        String variant = "ef-" + output.variant();
        if (output.isPresent() && !heartRate.isPresent()) {
            return heartRate.map(unit, variant, same -> same);
        }
        MetricValue factor = output.map(unit, variant, value -> {
            double rate = heartRate.get() > 0 ? heartRate.get() : Double.NaN;
            return (power ? value : 60 * value) / rate;
        });
        return factor.withCoverage(Math.min(factor.coverage(), heartRate.coverage()));
    }

    /**
     * Decoupling of two halves in percent: {@code 100 * (r1 - r2) / r1} with r the output for each heart beat; positive if the second
     * half had less. Some write it with the other sign.
     *
     * @param first the ratio of the first half
     * @param second the ratio of the second half
     * @return {@link MetricStatus#IMPLAUSIBLE} if the first is not positive or the second negative
     */
    public static MetricValue decoupling(double first, double second) {
        return first > 0 && second >= 0
                ? MetricValue.of(100 * (first - second) / first, MetricUnit.PERCENT, "decoupling")
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.PERCENT, "decoupling");
    }

    /**
     * Decoupling of an activity in percent, Pw:HR or Pa:HR: the two halves of the moving time are compared by {@link
     * #decoupling(double, double)}, with r the mean output divided by the mean heart rate. Up to 5 % is usually called coupled.
     *
     * <p>Source: Friel. It means something for a steady effort only, so it is gated: the means of output over 5 minutes may vary
     * by 8 % (coefficient of variation).
     *
     * @return {@link MetricStatus#MISSING_POWER}, {@link MetricStatus#MISSING_DISTANCE}, {@link MetricStatus#MISSING_ALTITUDE},
     *     {@link MetricStatus#MISSING_HR}; {@link MetricStatus#TOO_SHORT} below 30 minutes; {@link MetricStatus#LOW_COVERAGE} if more
     *     than a tenth of the moving time lacks output or heart rate; {@link MetricStatus#NOT_STEADY}
     */
    public static MetricValue decoupling(Samples samples, Output output) {
        String variant = "decoupling-" + output.name();
        Effort effort = Effort.of(samples, output);
        if (!effort.status.hasValue()) {
            return MetricValue.missing(effort.status, MetricUnit.PERCENT, variant);
        }
        double half = effort.seconds / 2;
        double[] out = new double[2];
        double[] beats = new double[2];
        double clock = 0;
        for (int i = 0; i < effort.outputs.length; i++) {
            double weight = effort.weights[i];
            double inFirst = Math.max(0, Math.min(weight, half - clock));
            out[0] += inFirst * effort.outputs[i];
            beats[0] += inFirst * effort.rates[i];
            out[1] += (weight - inFirst) * effort.outputs[i];
            beats[1] += (weight - inFirst) * effort.rates[i];
            clock += weight;
        }
        return decoupling(out[0] / beats[0], out[1] / beats[1])
                .map(MetricUnit.PERCENT, variant, same -> same)
                .withCoverage(effort.coverage);
    }

    /**
     * Drift of the heart rate in beats a minute for each hour, at steady output: the slope of heart rate over moving time, as the median
     * of the slopes between all pairs of minutes (Theil and Sen). Gated as {@link #decoupling(Samples, Output)}.
     *
     * @return as there
     */
    public static MetricValue heartRateDrift(Samples samples, Output output) {
        String variant = "drift-" + output.name();
        Effort effort = Effort.of(samples, output);
        if (!effort.status.hasValue()) {
            return MetricValue.missing(effort.status, MetricUnit.BEATS_PER_MINUTE_PER_HOUR, variant);
        }
        // Some hundred points are enough, and all pairs of many thousand would take long.
        double block = Math.max(60, effort.seconds / 240);
        double[] rates = effort.means(effort.rates, block);
        double[] hours = effort.means(effort.hours(), block);
        return MetricValue.of(Statistics.theilSen(hours, rates), MetricUnit.BEATS_PER_MINUTE_PER_HOUR, variant)
                .withCoverage(effort.coverage);
    }

    /** The samples with output and heart rate while moving, or why there are not enough. */
    private static final class Effort {

        private final MetricStatus status;
        private final double[] outputs;
        private final double[] rates;
        private final double[] weights;
        private final double seconds;
        private final double coverage;

        private Effort(
                MetricStatus status,
                double[] outputs,
                double[] rates,
                double[] weights,
                double seconds,
                double coverage) {
            this.status = status;
            this.outputs = outputs;
            this.rates = rates;
            this.weights = weights;
            this.seconds = seconds;
            this.coverage = coverage;
        }

        static Effort of(Samples samples, Output output) {
            Moves moves = Moves.of(samples, STANDING, SportGroup.OTHER.maxSpeed());
            double[] outputs = switch (output) {
                case POWER -> samples.channel(Channel.POWER);
                case SPEED -> moves == null ? null : speeds(moves);
                case GRADED_SPEED -> graded(samples, moves);
            };
            double[] rates = samples.channel(Channel.HEART_RATE);
            if (outputs == null) {
                return none(
                        output == Output.POWER
                                ? MetricStatus.MISSING_POWER
                                : moves == null ? MetricStatus.MISSING_DISTANCE : MetricStatus.MISSING_ALTITUDE);
            }
            if (rates == null) {
                return none(MetricStatus.MISSING_HR);
            }
            double[] moving = samples.channel(Channel.MOVING);
            double[] weights = new double[outputs.length];
            int size = 0;
            double total = 0;
            double covered = 0;
            double[] keptOutputs = new double[outputs.length];
            double[] keptRates = new double[outputs.length];
            for (int i = 0; i < outputs.length; i++) {
                double weight = output == Output.POWER || moves == null ? samples.weights()[i] : moves.seconds()[i];
                if (!(weight > 0) || (moving != null && moving[i] == 0)) {
                    continue;
                }
                total += weight;
                if (!Double.isNaN(outputs[i]) && !Double.isNaN(rates[i])) {
                    keptOutputs[size] = outputs[i];
                    keptRates[size] = rates[i];
                    weights[size++] = weight;
                    covered += weight;
                }
            }
            if (total < MIN_SECONDS) {
                return none(MetricStatus.TOO_SHORT);
            }
            if (covered < MIN_COVERAGE * total) {
                return none(MetricStatus.LOW_COVERAGE);
            }
            Effort effort = new Effort(
                    MetricStatus.OK,
                    Arrays.copyOf(keptOutputs, size),
                    Arrays.copyOf(keptRates, size),
                    Arrays.copyOf(weights, size),
                    covered,
                    covered / total);
            double[] means = effort.means(effort.outputs, BLOCK);
            boolean steady = Statistics.populationDeviation(means) <= MAX_VARIATION * Grid.mean(means);
            return steady ? effort : none(MetricStatus.NOT_STEADY);
        }

        private static Effort none(MetricStatus status) {
            return new Effort(status, new double[0], new double[0], new double[0], 0, 0);
        }

        private static double[] speeds(Moves moves) {
            double[] speeds = new double[moves.metres().length];
            for (int i = 0; i < speeds.length; i++) {
                speeds[i] = moves.seconds()[i] > 0 ? moves.metres()[i] / moves.seconds()[i] : Double.NaN;
            }
            return speeds;
        }

        private static double @Nullable [] graded(Samples samples, @Nullable Moves moves) {
            double[] grades = moves == null ? null : Terrain.grades(samples);
            return moves == null || grades == null
                    ? null
                    : RunningMetrics.gradedSpeeds(samples, moves, grades, GradeModel.STRAVA);
        }

        /** The moving time at the middle of what each sample stands for. */
        double[] hours() {
            double[] hours = new double[weights.length];
            double clock = 0;
            for (int i = 0; i < hours.length; i++) {
                hours[i] = (clock + weights[i] / 2) / 3600;
                clock += weights[i];
            }
            return hours;
        }

        /** The means over blocks that end with the sample that makes them as long as this. */
        double[] means(double[] values, double block) {
            List<Double> means = new ArrayList<>();
            double sum = 0;
            double clock = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[i] * weights[i];
                clock += weights[i];
                if (clock >= block) {
                    means.add(sum / clock);
                    sum = 0;
                    clock = 0;
                }
            }
            return means.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
