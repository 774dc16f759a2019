package io.stravaai.analytics;

import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteZones;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What is known of an athlete, by which activities are measured. Everything may be absent; a metric that needs it then says
 * {@link MetricStatus#MISSING_THRESHOLD}. Immutable.
 */
public final class Thresholds {

    private enum Key {
        FTP,
        CRITICAL_POWER,
        W_PRIME,
        LTHR,
        MAX_HEART_RATE,
        RESTING_HEART_RATE,
        VENTILATORY_THRESHOLD_1,
        VENTILATORY_THRESHOLD_2,
        THRESHOLD_SPEED,
        CRITICAL_SWIM_SPEED,
        WEIGHT,
        SEX,
        BIRTH_DATE,
        HEART_RATE_ZONES,
        POWER_ZONES
    }

    private static final Thresholds NONE = new Thresholds(Map.of(), Map.of());

    private final Map<Key, Object> values;
    private final Map<SportGroup, Double> lthrBySport;

    private Thresholds(Map<Key, Object> values, Map<SportGroup, Double> lthrBySport) {
        this.values = Map.copyOf(values);
        this.lthrBySport = Map.copyOf(lthrBySport);
    }

    /** Nothing is known. */
    public static Thresholds none() {
        return NONE;
    }

    /**
     * What Strava knows of the athlete now: FTP in watts, weight in kilograms and sex, as far as they are set. Strava keeps no
     * history of them, so they belong into a {@link ThresholdHistory} from the day on which Strava was asked:
     *
     * <pre>{@code
     * Thresholds now = Thresholds.ofStrava(client.athletes().get(id), client.athletes().zones(id));
     * history = history.from(today, now);
     * }</pre>
     *
     * <p>A field that is missing, zero or of an unknown shape is not known. FTP and zones need the scope {@code profile:read_all}.
     */
    public static Thresholds ofStrava(Athlete athlete) {
        return strava(athlete).build();
    }

    /**
     * The same, and the zones of heart rate in beats per minute and of power in watts, see {@link Zones#ofStrava}, whether the athlete
     * has set them or Strava has derived them. Zones that are not usable are not known, and then follow from what else is known.
     */
    public static Thresholds ofStrava(Athlete athlete, AthleteZones zones) {
        Builder builder = strava(athlete);
        LenientFields.read(zones::heartRate)
                .flatMap(ranges -> LenientFields.read(() -> Zones.ofStrava(ranges)))
                .ifPresent(builder::heartRateZones);
        LenientFields.read(zones::power)
                .flatMap(ranges -> LenientFields.read(() -> Zones.ofStrava(ranges)))
                .ifPresent(builder::powerZones);
        return builder.build();
    }

    private static Builder strava(Athlete athlete) {
        Builder builder = builder();
        double ftp = LenientFields.read(() -> Optional.of(athlete.ftp()))
                .orElse(OptionalInt.empty())
                .orElse(0);
        if (ftp > 0) {
            builder.ftp(ftp);
        }
        double weight = LenientFields.number(athlete::weight).orElse(0);
        if (weight > 0) {
            builder.weight(weight);
        }
        switch (LenientFields.read(athlete::sex).orElse("")) {
            case "M" -> builder.sex(Sex.MALE);
            case "F" -> builder.sex(Sex.FEMALE);
            default -> {}
        }
        return builder;
    }

    /** A builder of thresholds of which nothing is known yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.values.putAll(values);
        builder.lthrBySport.putAll(lthrBySport);
        return builder;
    }

    /** These, where the others say nothing; else the others. */
    Thresholds updatedBy(Thresholds others) {
        Builder builder = toBuilder();
        builder.values.putAll(others.values);
        builder.lthrBySport.putAll(others.lthrBySport);
        return builder.build();
    }

    /** Functional threshold power on the bike, in watts. */
    public OptionalDouble ftp() {
        return number(Key.FTP);
    }

    /** Critical power on the bike, in watts. */
    public OptionalDouble criticalPower() {
        return number(Key.CRITICAL_POWER);
    }

    /** W', the work that can be done above critical power, in joules. */
    public OptionalDouble wPrime() {
        return number(Key.W_PRIME);
    }

    /** The heart rate at the lactate threshold: that of the sport, or else the one for all sports. */
    public OptionalDouble lthr(SportGroup sport) {
        Double ofSport = lthrBySport.get(sport);
        return ofSport == null ? number(Key.LTHR) : OptionalDouble.of(ofSport);
    }

    public OptionalDouble maxHeartRate() {
        return number(Key.MAX_HEART_RATE);
    }

    public OptionalDouble restingHeartRate() {
        return number(Key.RESTING_HEART_RATE);
    }

    /** The heart rate at the first ventilatory threshold. */
    public OptionalDouble ventilatoryThreshold1() {
        return number(Key.VENTILATORY_THRESHOLD_1);
    }

    /** The heart rate at the second ventilatory threshold. */
    public OptionalDouble ventilatoryThreshold2() {
        return number(Key.VENTILATORY_THRESHOLD_2);
    }

    /** The speed of running that can be held for about an hour, in metres per second. */
    public OptionalDouble thresholdSpeed() {
        return number(Key.THRESHOLD_SPEED);
    }

    /** Critical swim speed, in metres per second. */
    public OptionalDouble criticalSwimSpeed() {
        return number(Key.CRITICAL_SWIM_SPEED);
    }

    /** In kilograms. */
    public OptionalDouble weight() {
        return number(Key.WEIGHT);
    }

    public Optional<Sex> sex() {
        return Optional.ofNullable((Sex) values.get(Key.SEX));
    }

    public Optional<LocalDate> birthDate() {
        return Optional.ofNullable((LocalDate) values.get(Key.BIRTH_DATE));
    }

    /** The age in whole years on a day; empty if the date of birth is not known or later. */
    public OptionalInt ageOn(LocalDate day) {
        LocalDate birth = birthDate().orElse(null);
        return birth == null || birth.isAfter(day)
                ? OptionalInt.empty()
                : OptionalInt.of(Period.between(birth, day).getYears());
    }

    /**
     * The zones of heart rate: those given, for instance Strava's; else by the threshold of the sport, else by the reserve,
     * else by the maximum; empty if none of these is known.
     */
    public Optional<Zones> heartRateZones(SportGroup sport) {
        Zones given = (Zones) values.get(Key.HEART_RATE_ZONES);
        if (given != null) {
            return Optional.of(given);
        }
        if (lthr(sport).isPresent()) {
            return Optional.of(Zones.byThresholdHeartRate(lthr(sport).getAsDouble()));
        }
        HeartRateReserve reserve = HeartRateReserve.of(this);
        if (reserve != null) {
            return Optional.of(Zones.byHeartRateReserve(reserve.rest(), reserve.max()));
        }
        return maxHeartRate().isPresent()
                ? Optional.of(Zones.byMaxHeartRate(maxHeartRate().getAsDouble()))
                : Optional.empty();
    }

    /** The zones of power: those given, or else by {@link #ftp()}; empty if neither is known. */
    public Optional<Zones> powerZones() {
        Zones given = (Zones) values.get(Key.POWER_ZONES);
        if (given != null) {
            return Optional.of(given);
        }
        return ftp().isPresent() ? Optional.of(Zones.byFtp(ftp().getAsDouble())) : Optional.empty();
    }

    private OptionalDouble number(Key key) {
        Double value = (Double) values.get(key);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Thresholds that && values.equals(that.values) && lthrBySport.equals(that.lthrBySport);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, lthrBySport);
    }

    /** Says what is known, not how much it is: that is the athlete's data. */
    @Override
    public String toString() {
        return "Thresholds" + new TreeSet<>(values.keySet());
    }

    /** Collects {@link Thresholds}. What is not set is not known. Not thread-safe. */
    public static final class Builder {

        private final Map<Key, Object> values = new EnumMap<>(Key.class);
        private final Map<SportGroup, Double> lthrBySport = new HashMap<>();

        private Builder() {}

        /** In watts. */
        public Builder ftp(double watts) {
            return put(Key.FTP, watts);
        }

        /**
         * Critical power and W'.
         *
         * @param watts critical power
         * @param joules W'
         */
        public Builder criticalPower(double watts, double joules) {
            return put(Key.CRITICAL_POWER, watts).put(Key.W_PRIME, joules);
        }

        /** For all sports that have none of their own. */
        public Builder lthr(double beatsPerMinute) {
            return put(Key.LTHR, beatsPerMinute);
        }

        /** For one sport. */
        public Builder lthr(SportGroup sport, double beatsPerMinute) {
            lthrBySport.put(Objects.requireNonNull(sport, "sport"), positive("lthr", beatsPerMinute));
            return this;
        }

        /** In beats per minute. */
        public Builder maxHeartRate(double beatsPerMinute) {
            return put(Key.MAX_HEART_RATE, beatsPerMinute);
        }

        /** In beats per minute. */
        public Builder restingHeartRate(double beatsPerMinute) {
            return put(Key.RESTING_HEART_RATE, beatsPerMinute);
        }

        /** The heart rates at the two ventilatory thresholds. */
        public Builder ventilatoryThresholds(double first, double second) {
            if (!(second > first)) {
                throw new IllegalArgumentException(
                        "The second ventilatory threshold is not above the first: " + first + ", " + second);
            }
            return put(Key.VENTILATORY_THRESHOLD_1, first).put(Key.VENTILATORY_THRESHOLD_2, second);
        }

        /** The speed of running that can be held for about an hour, in metres per second. */
        public Builder thresholdSpeed(double metresPerSecond) {
            return put(Key.THRESHOLD_SPEED, metresPerSecond);
        }

        /** The same, as time for a kilometre. */
        public Builder thresholdPace(Duration perKilometre) {
            return thresholdSpeed(1000 / (perKilometre.toMillis() / 1000.0));
        }

        /** In metres per second. */
        public Builder criticalSwimSpeed(double metresPerSecond) {
            return put(Key.CRITICAL_SWIM_SPEED, metresPerSecond);
        }

        /** The same, as time for 100 metres. */
        public Builder criticalSwimPace(Duration per100Metres) {
            return criticalSwimSpeed(100 / (per100Metres.toMillis() / 1000.0));
        }

        /** In kilograms. */
        public Builder weight(double kilograms) {
            return put(Key.WEIGHT, kilograms);
        }

        public Builder sex(Sex sex) {
            return set(Key.SEX, Objects.requireNonNull(sex, "sex"));
        }

        public Builder birthDate(LocalDate birthDate) {
            return set(Key.BIRTH_DATE, Objects.requireNonNull(birthDate, "birthDate"));
        }

        /** For instance {@link Zones#ofStrava} of what Strava has for the athlete. */
        public Builder heartRateZones(Zones zones) {
            return set(Key.HEART_RATE_ZONES, Objects.requireNonNull(zones, "zones"));
        }

        /** For instance {@link Zones#ofStrava} of what Strava has for the athlete. */
        public Builder powerZones(Zones zones) {
            return set(Key.POWER_ZONES, Objects.requireNonNull(zones, "zones"));
        }

        private Builder put(Key key, double value) {
            return set(key, positive(key.name(), value));
        }

        private Builder set(Key key, Object value) {
            values.put(key, value);
            return this;
        }

        private static double positive(String name, double value) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(name + " must be positive: " + value);
            }
            return value;
        }

        public Thresholds build() {
            return new Thresholds(values, lthrBySport);
        }
    }
}
