package io.stravaai.analytics;

import io.stravaai.model.Activity;
import io.stravaai.model.ActivityId;
import io.stravaai.model.GearId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session of training: what is known of an activity without its streams. Numbers that cannot be, negative or not finite, are
 * not known. Immutable.
 */
public final class Session {

    /** Nobody has recorded an activity before: such a start is an error, and would make series of endless days. */
    private static final int FIRST_YEAR = 1900;

    private final ActivityId id;
    private final LocalDateTime start;
    private final SportType sport;
    private final @Nullable Double distance;
    private final @Nullable Double movingSeconds;
    private final @Nullable Double elapsedSeconds;
    private final @Nullable Double elevationGain;
    private final @Nullable Double averageHeartRate;
    private final @Nullable Double weightedPower;
    private final @Nullable Boolean deviceWatts;
    private final @Nullable GearId gear;
    private final @Nullable MetricValue load;

    private Session(Builder builder) {
        this.id = builder.id;
        this.start = builder.start;
        this.sport = builder.sport;
        this.distance = builder.distance;
        this.movingSeconds = builder.movingSeconds;
        this.elapsedSeconds = builder.elapsedSeconds;
        this.elevationGain = builder.elevationGain;
        this.averageHeartRate = builder.averageHeartRate;
        this.weightedPower = builder.weightedPower;
        this.deviceWatts = builder.deviceWatts;
        this.gear = builder.gear;
        this.load = builder.load;
    }

    /**
     * A builder.
     *
     * @param start by the clock of the place where it began
     */
    public static Builder builder(ActivityId id, LocalDateTime start, SportType sport) {
        return new Builder(id, start, sport);
    }

    /** A builder that begins with this. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, start, sport);
        builder.distance = distance;
        builder.movingSeconds = movingSeconds;
        builder.elapsedSeconds = elapsedSeconds;
        builder.elevationGain = elevationGain;
        builder.averageHeartRate = averageHeartRate;
        builder.weightedPower = weightedPower;
        builder.deviceWatts = deviceWatts;
        builder.gear = gear;
        builder.load = load;
        return builder;
    }

    /**
     * The session that an activity was. Fields of an unknown shape count as absent. Power is taken if a power meter measured it,
     * and left out if Strava estimated it.
     *
     * @return empty if it is not known when it began, by local time, or if that is said to be before 1900: it belongs to no day then
     */
    public static Optional<Session> of(Activity activity) {
        LocalDateTime start = LenientFields.read(activity::startDateLocal).orElse(null);
        if (start == null) {
            Instant instant = LenientFields.read(activity::startDate).orElse(null);
            ZoneId zone = LenientFields.read(activity::zone).orElse(null);
            if (instant == null || zone == null) {
                return Optional.empty();
            }
            start = LocalDateTime.ofInstant(instant, zone);
        }
        if (start.getYear() < FIRST_YEAR) {
            return Optional.empty();
        }
        Builder builder = builder(
                        activity.id(),
                        start,
                        LenientFields.read(activity::sportType).orElse(SportType.WORKOUT))
                .movingTime(LenientFields.read(activity::movingTime).orElse(null))
                .elapsedTime(LenientFields.read(activity::elapsedTime).orElse(null))
                .gear(LenientFields.read(activity::gearId).orElse(null));
        builder.distance = number(activity::distance);
        builder.elevationGain = number(activity::totalElevationGain);
        builder.averageHeartRate = number(activity::averageHeartrate);
        builder.deviceWatts = LenientFields.read(activity::deviceWatts).orElse(null);
        if (Boolean.TRUE.equals(builder.deviceWatts)) {
            builder.weightedPower = number(activity::weightedAverageWatts);
        }
        return Optional.of(builder.build());
    }

    private static @Nullable Double number(Supplier<OptionalDouble> field) {
        OptionalDouble number = LenientFields.number(field);
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }

    private static @Nullable Double usable(double number) {
        return number >= 0 && Double.isFinite(number) ? (Double) number : null;
    }

    public ActivityId id() {
        return id;
    }

    /** When it began, by the clock of the place where it did. */
    public LocalDateTime start() {
        return start;
    }

    /** The day to which it belongs: the one on which it began, there. */
    public LocalDate day() {
        return start.toLocalDate();
    }

    public SportType sport() {
        return sport;
    }

    /** The group of {@link #sport()}. */
    public SportGroup sportGroup() {
        return SportGroup.of(sport);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return optional(distance);
    }

    /** In seconds. */
    public OptionalDouble movingSeconds() {
        return optional(movingSeconds);
    }

    /** In seconds. */
    public OptionalDouble elapsedSeconds() {
        return optional(elapsedSeconds);
    }

    /** In metres. */
    public OptionalDouble elevationGain() {
        return optional(elevationGain);
    }

    /** In beats per minute. */
    public OptionalDouble averageHeartRate() {
        return optional(averageHeartRate);
    }

    /** Strava's weighted average power in watts, if a power meter measured it. */
    public OptionalDouble weightedPower() {
        return optional(weightedPower);
    }

    /** Whether a power meter measured the power of its streams, or Strava estimated it; empty if that is not known. */
    public Optional<Boolean> deviceWatts() {
        return Optional.ofNullable(deviceWatts);
    }

    /**
     * Distance divided by moving time, in metres per second.
     *
     * @return {@link MetricStatus#MISSING_DISTANCE} also for a distance of zero: Strava says so where none was recorded; {@link
     *     MetricStatus#MISSING_TIME}; {@link MetricStatus#TOO_SHORT} without time in motion
     */
    public MetricValue averageSpeed() {
        String variant = "moving";
        if (distance == null || distance == 0) {
            return MetricValue.missing(MetricStatus.MISSING_DISTANCE, MetricUnit.METRES_PER_SECOND, variant);
        }
        if (movingSeconds == null) {
            return MetricValue.missing(MetricStatus.MISSING_TIME, MetricUnit.METRES_PER_SECOND, variant);
        }
        return movingSeconds > 0
                ? MetricValue.of(distance / movingSeconds, MetricUnit.METRES_PER_SECOND, variant)
                : MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.METRES_PER_SECOND, variant);
    }

    /** What it was done with. */
    public Optional<GearId> gear() {
        return Optional.ofNullable(gear);
    }

    /** The load that was given, for instance {@link Metric#LOAD} of {@link ActivityMetrics} with streams. */
    public Optional<MetricValue> load() {
        return Optional.ofNullable(load);
    }

    /**
     * The load: the one that was given, or else an estimate without streams, in points of which an hour at threshold is 100. Of the
     * following the first that is more than zero:
     *
     * <ol>
     *   <li>for rides with a power meter, the training stress score of Strava's weighted average power,
     *   <li>the heart rate stress score of the average heart rate,
     *   <li>for runs, the running stress score of the average speed; for swims, the swimming stress score.
     * </ol>
     *
     * @return {@link MetricStatus#ESTIMATED} unless it was given; {@link MetricStatus#MISSING_THRESHOLD} if only thresholds are
     *     missing, else {@link MetricStatus#MISSING_DATA}. Never zero for what is not known
     */
    public MetricValue load(Thresholds thresholds) {
        return load != null && load.isPresent() ? load : Loads.estimate(this, thresholds);
    }

    private static OptionalDouble optional(@Nullable Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session that
                && id.equals(that.id)
                && start.equals(that.start)
                && sport.equals(that.sport)
                && Objects.equals(distance, that.distance)
                && Objects.equals(movingSeconds, that.movingSeconds)
                && Objects.equals(elapsedSeconds, that.elapsedSeconds)
                && Objects.equals(elevationGain, that.elevationGain)
                && Objects.equals(averageHeartRate, that.averageHeartRate)
                && Objects.equals(weightedPower, that.weightedPower)
                && Objects.equals(deviceWatts, that.deviceWatts)
                && Objects.equals(gear, that.gear)
                && Objects.equals(load, that.load);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, start, distance, movingSeconds);
    }

    /** Names the activity only by its id: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "Session[" + id + "]";
    }

    /** Collects the parts of a {@link Session}. Negative and infinite numbers count as not known. Not thread-safe. */
    public static final class Builder {

        private final ActivityId id;
        private final LocalDateTime start;
        private final SportType sport;
        private @Nullable Double distance;
        private @Nullable Double movingSeconds;
        private @Nullable Double elapsedSeconds;
        private @Nullable Double elevationGain;
        private @Nullable Double averageHeartRate;
        private @Nullable Double weightedPower;
        private @Nullable Boolean deviceWatts;
        private @Nullable GearId gear;
        private @Nullable MetricValue load;

        private Builder(ActivityId id, LocalDateTime start, SportType sport) {
            this.id = Objects.requireNonNull(id, "id");
            this.start = Objects.requireNonNull(start, "start");
            this.sport = Objects.requireNonNull(sport, "sport");
        }

        /** In metres. */
        public Builder distance(double metres) {
            this.distance = usable(metres);
            return this;
        }

        public Builder movingTime(@Nullable Duration movingTime) {
            this.movingSeconds = movingTime == null ? null : usable(movingTime.toMillis() / 1000.0);
            return this;
        }

        public Builder elapsedTime(@Nullable Duration elapsedTime) {
            this.elapsedSeconds = elapsedTime == null ? null : usable(elapsedTime.toMillis() / 1000.0);
            return this;
        }

        /** In metres. */
        public Builder elevationGain(double metres) {
            this.elevationGain = usable(metres);
            return this;
        }

        /** In beats per minute. */
        public Builder averageHeartRate(double beatsPerMinute) {
            this.averageHeartRate = usable(beatsPerMinute);
            return this;
        }

        /** Strava's weighted average power, measured by a power meter, in watts. */
        public Builder weightedPower(double watts) {
            this.weightedPower = usable(watts);
            return this;
        }

        /** Whether a power meter measured the power of its streams; null if that is not known. */
        public Builder deviceWatts(@Nullable Boolean measured) {
            this.deviceWatts = measured;
            return this;
        }

        public Builder gear(@Nullable GearId gear) {
            this.gear = gear;
            return this;
        }

        /** The load that takes the place of the estimate; one without value does not. */
        public Builder load(@Nullable MetricValue load) {
            this.load = load;
            return this;
        }

        public Session build() {
            return new Session(this);
        }
    }
}
