package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.Arrays;

/** Metrics of running. Speeds are in metres per second; {@link SpeedUnit} makes paces of them. */
public final class RunningMetrics {

    /** Slower than this, in m/s, is no running and no walking. */
    private static final double STANDING = 0.5;

    private static final int MIN_SECONDS = 300;
    private static final int NGS_WINDOW = 30;

    private RunningMetrics() {}

    /**
     * Grade adjusted speed (GAP as a speed): the way on the flat that would have cost the same, divided by the moving time: {@code
     * sum of d * f(slope) / t}. The slope is taken over 40 m around each sample and at most 45 %, the factor f from the model;
     * what is slower than 0.5 m/s is standing. With {@link GradeModel#STRAVA} it comes within 3 % of Strava's own GAP.
     *
     * @return {@link MetricStatus#MISSING_DISTANCE}; {@link MetricStatus#MISSING_ALTITUDE} without altitude and slopes, as on a
     *     treadmill; {@link MetricStatus#TOO_SHORT} if nothing moved
     */
    public static MetricValue gradeAdjustedSpeed(Samples samples, GradeModel model) {
        String variant = "gap-" + model.name() + "-40m";
        Moves moves = Moves.of(samples, STANDING, SportGroup.RUN.maxSpeed());
        double[] grades = moves == null ? null : Terrain.grades(samples);
        if (moves == null || grades == null) {
            return missing(moves == null ? MetricStatus.MISSING_DISTANCE : MetricStatus.MISSING_ALTITUDE, variant);
        }
        double flat = 0;
        double seconds = 0;
        for (int i = 0; i < grades.length; i++) {
            if (moves.metres()[i] > 0 && !Double.isNaN(grades[i])) {
                flat += moves.metres()[i] * model.factor(grades[i]);
                seconds += moves.seconds()[i];
            }
        }
        return seconds == 0
                ? missing(MetricStatus.TOO_SHORT, variant)
                : MetricValue.of(flat / seconds, MetricUnit.METRES_PER_SECOND, variant)
                        .withCoverage(Math.min(1, seconds / moves.totalSeconds()));
    }

    /**
     * Normalized graded speed (NGP as a speed): the grade adjusted speed of each second, averaged over each full window of 30 s,
     * raised to the fourth power, averaged, and the fourth root of it. Standing counts as no speed, a pause for nothing.
     *
     * <p>Source: McGregor, after Coggan's normalized power.
     *
     * @return as {@link #gradeAdjustedSpeed}, and {@link MetricStatus#TOO_SHORT} below 5 minutes
     */
    public static MetricValue normalizedGradedSpeed(Samples samples, GradeModel model) {
        String variant = "ngp-" + model.name() + "-30s";
        Moves moves = Moves.of(samples, 0, SportGroup.RUN.maxSpeed());
        double[] grades = moves == null ? null : Terrain.grades(samples);
        if (moves == null || grades == null) {
            return missing(moves == null ? MetricStatus.MISSING_DISTANCE : MetricStatus.MISSING_ALTITUDE, variant);
        }
        double[] speeds = gradedSpeeds(samples, moves, grades, model);
        double[] grid = Grid.joined(samples.times(), speeds, samples.gapLimit());
        double speed = grid.length < MIN_SECONDS ? 0 : Grid.meanOfFourthPowers(grid, NGS_WINDOW);
        return speed == 0
                ? missing(MetricStatus.TOO_SHORT, variant)
                : MetricValue.of(speed, MetricUnit.METRES_PER_SECOND, variant)
                        .withCoverage(Math.min(samples.coverage(Channel.DISTANCE), 1));
    }

    /** Speed times factor at each sample; {@code NaN} where it is not known. */
    static double[] gradedSpeeds(Samples samples, Moves moves, double[] grades, GradeModel model) {
        double[] distance = samples.channel(Channel.DISTANCE);
        double[] speeds = new double[grades.length];
        Arrays.fill(speeds, Double.NaN);
        for (int i = 1; distance != null && i < speeds.length; i++) {
            if (moves.seconds()[i] > 0 && !Double.isNaN(grades[i])) {
                speeds[i] = moves.metres()[i] / moves.seconds()[i] * model.factor(grades[i]);
            } else if (distance[i] == distance[i - 1] && samples.weights()[i] > 0) {
                speeds[i] = 0;
            }
        }
        return speeds;
    }

    /**
     * Running stress score (rTSS) in points: {@code 100 * h * (v / threshold)^2}; an hour at threshold speed is 100.
     *
     * <p>Source: McGregor, after Coggan. With the average grade adjusted speed in the place of the normalized one it is Elevate's
     * RSS; the variant tells.
     *
     * @param speed normalized graded speed
     * @param seconds the time that was run, without pauses
     * @return {@link MetricStatus#MISSING_THRESHOLD} without threshold speed, {@link MetricStatus#IMPLAUSIBLE} if the time is
     *     negative, and what the speed lacks if it has no value
     */
    public static MetricValue stressScore(MetricValue speed, double seconds, Thresholds thresholds) {
        return StressScores.ofSpeed(
                speed, seconds, thresholds.thresholdSpeed().orElse(Double.NaN), 2, "rtss-" + speed.variant());
    }

    /**
     * Daniels' and Gilbert's VDOT in ml/kg/min: {@code (-4.60 + 0.182258 v + 0.000104 v^2) / (0.8 + 0.1894393 e^(-0.012778 t) +
     * 0.2989558 e^(-0.1932605 t))} with v in metres per minute and t in minutes. It means a race, run as fast as can be.
     *
     * @return {@link MetricStatus#IMPLAUSIBLE} if the race took less than 3.5 or more than 240 minutes, for which the formula was not
     *     made, or was slower than oxygen is needed for
     */
    public static MetricValue vdot(double metres, double seconds) {
        double vdot = vdotOf(metres, seconds);
        return metres > 0 && seconds >= 3.5 * 60 && seconds <= 240 * 60 && vdot > 0
                ? MetricValue.of(vdot, MetricUnit.MILLILITRES_PER_KILOGRAM_PER_MINUTE, "daniels-gilbert")
                : MetricValue.missing(
                        MetricStatus.IMPLAUSIBLE, MetricUnit.MILLILITRES_PER_KILOGRAM_PER_MINUTE, "daniels-gilbert");
    }

    static double vdotOf(double metres, double seconds) {
        double t = seconds / 60;
        double share = 0.8 + 0.1894393 * Math.exp(-0.012778 * t) + 0.2989558 * Math.exp(-0.1932605 * t);
        return oxygen(metres / t) / share;
    }

    /** The oxygen that running at a speed in metres per minute needs, in ml/kg/min. */
    static double oxygen(double metresPerMinute) {
        return -4.60 + 0.182258 * metresPerMinute + 0.000104 * metresPerMinute * metresPerMinute;
    }

    /**
     * The share of the maximal heart rate at a share of the speed at VO2max: {@code 0.68725 ln(p) + 1.00466}.
     *
     * <p>Source: Daniels' table, as fitted by Runalyze; within 0.0125 of it from 59 to 100 %.
     *
     * @param shareOfVo2MaxSpeed from 0.5 to 1
     * @return {@link MetricStatus#IMPLAUSIBLE} outside of that
     */
    public static MetricValue shareOfMaxHeartRate(double shareOfVo2MaxSpeed) {
        return shareOfVo2MaxSpeed >= 0.5 && shareOfVo2MaxSpeed <= 1
                ? MetricValue.of(0.68725 * Math.log(shareOfVo2MaxSpeed) + 1.00466, MetricUnit.RATIO, "daniels")
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.RATIO, "daniels");
    }

    /**
     * The share of the speed at VO2max at a share of the maximal heart rate: {@code e^((h - 1.00466) / 0.68725)}, the inverse of {@link
     * #shareOfMaxHeartRate}.
     *
     * @param shareOfMaxHeartRate from 0.53 to 1
     * @return {@link MetricStatus#IMPLAUSIBLE} outside of that
     */
    public static MetricValue shareOfVo2MaxSpeed(double shareOfMaxHeartRate) {
        return shareOfMaxHeartRate >= 0.53 && shareOfMaxHeartRate <= 1
                ? MetricValue.of(Math.exp((shareOfMaxHeartRate - 1.00466) / 0.68725), MetricUnit.RATIO, "daniels")
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.RATIO, "daniels");
    }

    private static MetricValue missing(MetricStatus status, String variant) {
        return MetricValue.missing(status, MetricUnit.METRES_PER_SECOND, variant);
    }
}
