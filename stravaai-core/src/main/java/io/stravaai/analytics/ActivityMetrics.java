package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that is computed of one activity. Immutable. */
public final class ActivityMetrics {

    private static final double[] RUN_DISTANCES = {
        400, 805, 1_000, 1_609, 3_219, 5_000, 10_000, 15_000, 16_090, 20_000, 21_097, 30_000, 42_195, 50_000, 100_000
    };
    private static final double[] RIDE_DISTANCES = {
        5_000, 10_000, 16_090, 20_000, 30_000, 40_000, 50_000, 80_467, 90_000, 100_000, 160_934, 180_000, 200_000
    };
    private static final double[] SWIM_DISTANCES = {100, 200, 400, 750, 1_000, 1_500, 1_900, 3_800, 5_000, 10_000};

    private final Session session;
    private final Map<Metric, MetricValue> values;
    private final @Nullable TimeInZones heartRateZones;
    private final @Nullable TimeInZones powerZones;
    private final PowerCurve powerCurve;
    private final List<BestEffort> bestEfforts;

    private ActivityMetrics(
            Session session,
            Map<Metric, MetricValue> values,
            @Nullable TimeInZones heartRateZones,
            @Nullable TimeInZones powerZones,
            PowerCurve powerCurve,
            List<BestEffort> bestEfforts) {
        this.session = session;
        this.values = values;
        this.heartRateZones = heartRateZones;
        this.powerZones = powerZones;
        this.powerCurve = powerCurve;
        this.bestEfforts = List.copyOf(bestEfforts);
    }

    /** What can be said without streams; all that needs them is missing. */
    public static ActivityMetrics of(Session session, Thresholds thresholds) {
        return of(session, Samples.builder().build(), thresholds);
    }

    /**
     * All metrics of an activity. Where {@link Session#deviceWatts} says that power was estimated, it counts as not measured.
     *
     * @param thresholds those in force on the day of the session
     */
    public static ActivityMetrics of(Session session, Samples samples, Thresholds thresholds) {
        return session.deviceWatts().orElse(true)
                ? ofMeasured(session, samples, thresholds)
                : ofMeasured(session, samples.without(Channel.POWER), thresholds);
    }

    private static ActivityMetrics ofMeasured(Session session, Samples samples, Thresholds thresholds) {
        SportGroup sport = session.sportGroup();
        Map<Metric, MetricValue> values = new EnumMap<>(Metric.class);
        movement(session, samples, values);
        power(session, samples, thresholds, values);
        heartRate(samples, sport, thresholds, values);
        speed(session, samples, thresholds, values);
        efficiency(samples, sport, values);
        values.put(Metric.LOAD, load(session, thresholds, values));
        return new ActivityMetrics(
                session,
                values,
                thresholds
                        .heartRateZones(sport)
                        .map(zones -> HeartRateMetrics.timeInZones(samples, zones))
                        .orElse(null),
                thresholds
                        .powerZones()
                        .filter(zones -> sport == SportGroup.RIDE)
                        .map(zones -> PowerMetrics.timeInZones(samples, zones))
                        .orElse(null),
                PowerCurve.of(samples),
                efforts(samples, sport));
    }

    private static void movement(Session session, Samples samples, Map<Metric, MetricValue> values) {
        values.put(
                Metric.DISTANCE,
                given(
                        session.distance(),
                        MetricUnit.METRES,
                        () -> MovementMetrics.distance(samples, session.sportGroup())));
        values.put(
                Metric.MOVING_TIME,
                given(
                        session.movingSeconds(),
                        MetricUnit.SECONDS,
                        () -> MovementMetrics.movingTime(samples, session.sportGroup())));
        values.put(
                Metric.ELAPSED_TIME,
                given(
                        session.elapsedSeconds(),
                        MetricUnit.SECONDS,
                        () -> samples.size() == 0
                                ? MetricValue.missing(MetricStatus.MISSING_TIME, MetricUnit.SECONDS, "streams")
                                : MetricValue.of(samples.elapsedSeconds(), MetricUnit.SECONDS, "streams")));
        values.put(
                Metric.AVERAGE_SPEED, averageSpeed(known(values, Metric.DISTANCE), known(values, Metric.MOVING_TIME)));
        values.put(
                Metric.ELEVATION_GAIN,
                given(session.elevationGain(), MetricUnit.METRES, () -> MovementMetrics.elevationGain(samples)));
    }

    private static MetricValue averageSpeed(MetricValue distance, MetricValue moving) {
        String variant = "moving";
        if (!moving.isPresent()) {
            return moving.map(MetricUnit.METRES_PER_SECOND, variant, same -> same);
        }
        if (moving.get() == 0) {
            return MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.METRES_PER_SECOND, variant);
        }
        // Where none was recorded Strava says that the distance is zero.
        return distance.orElse(1) == 0
                ? MetricValue.missing(MetricStatus.MISSING_DISTANCE, MetricUnit.METRES_PER_SECOND, variant)
                : distance.map(MetricUnit.METRES_PER_SECOND, variant, metres -> metres / moving.get());
    }

    private static void power(
            Session session, Samples samples, Thresholds thresholds, Map<Metric, MetricValue> values) {
        MetricValue average = PowerMetrics.averagePower(samples);
        MetricValue normalized = PowerMetrics.normalizedPower(samples);
        values.put(Metric.AVERAGE_POWER, average);
        values.put(Metric.NORMALIZED_POWER, normalized);
        values.put(Metric.X_POWER, PowerMetrics.xPower(samples));
        values.put(Metric.NORMALIZED_POWER_PER_KILOGRAM, PowerMetrics.perKilogram(normalized, thresholds));
        values.put(Metric.VARIABILITY_INDEX, PowerMetrics.variabilityIndex(normalized, average));
        values.put(Metric.WORK, PowerMetrics.work(samples));
        if (session.sportGroup() == SportGroup.RIDE) {
            values.put(Metric.INTENSITY_FACTOR, PowerMetrics.intensityFactor(normalized, thresholds));
            values.put(
                    Metric.TRAINING_STRESS_SCORE,
                    PowerMetrics.trainingStressScore(normalized, PowerMetrics.grid(samples).length, thresholds));
            values.put(
                    Metric.LOWEST_W_PRIME_BALANCE,
                    WPrimeBalance.of(samples, thresholds, WPrimeBalance.Model.INTEGRAL)
                            .lowest());
        } else {
            notApplicable(values, Metric.INTENSITY_FACTOR, MetricUnit.RATIO);
            notApplicable(values, Metric.TRAINING_STRESS_SCORE, MetricUnit.POINTS);
            notApplicable(values, Metric.LOWEST_W_PRIME_BALANCE, MetricUnit.KILOJOULES);
        }
    }

    private static void heartRate(
            Samples samples, SportGroup sport, Thresholds thresholds, Map<Metric, MetricValue> values) {
        MetricValue trimp = HeartRateMetrics.trimpBanister(samples, thresholds);
        values.put(Metric.AVERAGE_HEART_RATE, HeartRateMetrics.average(samples));
        values.put(Metric.TRIMP_BANISTER, trimp);
        values.put(Metric.TRIMP_EDWARDS, HeartRateMetrics.trimpEdwards(samples, thresholds));
        values.put(Metric.TRIMP_LUCIA, HeartRateMetrics.trimpLucia(samples, thresholds));
        values.put(Metric.HEART_RATE_STRESS_SCORE, HeartRateMetrics.heartRateStressScore(trimp, sport, thresholds));
    }

    private static void speed(
            Session session, Samples samples, Thresholds thresholds, Map<Metric, MetricValue> values) {
        SportGroup sport = session.sportGroup();
        double seconds = known(values, Metric.MOVING_TIME).orElse(0);
        boolean onFoot = sport == SportGroup.RUN || sport == SportGroup.WALK;
        if (onFoot) {
            MetricValue normalized = RunningMetrics.normalizedGradedSpeed(samples, GradeModel.STRAVA);
            values.put(Metric.GRADE_ADJUSTED_SPEED, RunningMetrics.gradeAdjustedSpeed(samples, GradeModel.STRAVA));
            values.put(Metric.NORMALIZED_GRADED_SPEED, normalized);
            values.put(Metric.RUNNING_STRESS_SCORE, RunningMetrics.stressScore(normalized, seconds, thresholds));
        } else {
            notApplicable(values, Metric.GRADE_ADJUSTED_SPEED, MetricUnit.METRES_PER_SECOND);
            notApplicable(values, Metric.NORMALIZED_GRADED_SPEED, MetricUnit.METRES_PER_SECOND);
        }
        if (sport != SportGroup.RUN) {
            notApplicable(values, Metric.RUNNING_STRESS_SCORE, MetricUnit.POINTS);
        }
        if (sport == SportGroup.SWIM) {
            MetricValue average = known(values, Metric.AVERAGE_SPEED);
            values.put(
                    Metric.SWIMMING_STRESS_SCORE,
                    average.isPresent()
                            ? SwimmingMetrics.stressScore(average.get(), seconds, thresholds)
                            : average.map(MetricUnit.POINTS, "stss-cubic", same -> same));
        } else {
            notApplicable(values, Metric.SWIMMING_STRESS_SCORE, MetricUnit.POINTS);
        }
    }

    private static void efficiency(Samples samples, SportGroup sport, Map<Metric, MetricValue> values) {
        MetricValue rate = known(values, Metric.AVERAGE_HEART_RATE);
        Metric output = switch (sport) {
            case RIDE -> Metric.NORMALIZED_POWER;
            case RUN, WALK -> Metric.NORMALIZED_GRADED_SPEED;
            case SWIM, OTHER -> Metric.AVERAGE_SPEED;
        };
        values.put(Metric.EFFICIENCY_FACTOR, EfficiencyMetrics.efficiencyFactor(known(values, output), rate));
        EfficiencyMetrics.Output steady = switch (sport) {
            case RIDE -> EfficiencyMetrics.Output.POWER;
            case RUN, WALK ->
                samples.has(Channel.ALTITUDE) || samples.has(Channel.GRADE)
                        ? EfficiencyMetrics.Output.GRADED_SPEED
                        : EfficiencyMetrics.Output.SPEED;
            case SWIM, OTHER -> EfficiencyMetrics.Output.SPEED;
        };
        values.put(Metric.DECOUPLING, EfficiencyMetrics.decoupling(samples, steady));
        values.put(Metric.HEART_RATE_DRIFT, EfficiencyMetrics.heartRateDrift(samples, steady));
    }

    private static MetricValue load(Session session, Thresholds thresholds, Map<Metric, MetricValue> values) {
        MetricValue given = session.load().orElse(null);
        if (given != null && given.isPresent()) {
            return given;
        }
        List<Supplier<MetricValue>> candidates = new ArrayList<>();
        for (Metric metric : new Metric[] {
            Metric.TRAINING_STRESS_SCORE,
            Metric.HEART_RATE_STRESS_SCORE,
            Metric.RUNNING_STRESS_SCORE,
            Metric.SWIMMING_STRESS_SCORE
        }) {
            candidates.add(() -> known(values, metric));
        }
        candidates.add(() -> session.load(thresholds));
        return Loads.first(candidates);
    }

    private static List<BestEffort> efforts(Samples samples, SportGroup sport) {
        double[] distances = switch (sport) {
            case RUN, WALK -> RUN_DISTANCES;
            case RIDE -> RIDE_DISTANCES;
            case SWIM -> SWIM_DISTANCES;
            case OTHER -> new double[0];
        };
        return Arrays.stream(distances)
                .mapToObj(distance -> BestEffort.over(distance, samples, sport))
                .filter(effort -> effort.status().hasValue())
                .toList();
    }

    private static MetricValue given(OptionalDouble summary, MetricUnit unit, Supplier<MetricValue> computed) {
        return summary.isPresent() ? MetricValue.of(summary.getAsDouble(), unit, "summary") : computed.get();
    }

    private static MetricValue known(Map<Metric, MetricValue> values, Metric metric) {
        return Objects.requireNonNull(values.get(metric));
    }

    private static void notApplicable(Map<Metric, MetricValue> values, Metric metric, MetricUnit unit) {
        values.put(metric, MetricValue.missing(MetricStatus.NOT_APPLICABLE, unit, "none"));
    }

    public Session session() {
        return session;
    }

    /** One number; every metric has a value or a reason for none. */
    public MetricValue value(Metric metric) {
        return known(values, metric);
    }

    /** All numbers. */
    public Map<Metric, MetricValue> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The time in zones of heart rate; empty if no zones are known. */
    public Optional<TimeInZones> heartRateZones() {
        return Optional.ofNullable(heartRateZones);
    }

    /** The time in zones of power; empty if no zones are known, or it is no ride: they are parts of the power on the bike. */
    public Optional<TimeInZones> powerZones() {
        return Optional.ofNullable(powerZones);
    }

    public PowerCurve powerCurve() {
        return powerCurve;
    }

    /** The best efforts over the usual distances of the sport that the activity is long enough for, by {@link BestEffort.Method#STRAVA}. */
    public List<BestEffort> bestEfforts() {
        return bestEfforts;
    }

    /** The same activity with this load as that of its session. */
    Session loadedSession() {
        return session.toBuilder().load(value(Metric.LOAD)).build();
    }

    /** Names the activity only by its id: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "ActivityMetrics[" + session.id() + "]";
    }
}
