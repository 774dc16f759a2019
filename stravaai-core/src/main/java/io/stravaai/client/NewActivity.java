package io.stravaai.client;

import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An activity to be entered by hand. Immutable. */
public final class NewActivity {

    private final String name;
    private final SportType sportType;
    private final LocalDateTime startDateLocal;
    private final Duration elapsedTime;
    private final @Nullable String description;
    private final @Nullable Double distance;
    private final boolean trainer;
    private final boolean commute;

    private NewActivity(
            String name,
            SportType sportType,
            LocalDateTime startDateLocal,
            Duration elapsedTime,
            @Nullable String description,
            @Nullable Double distance,
            boolean trainer,
            boolean commute) {
        this.name = Objects.requireNonNull(name, "name");
        this.sportType = Objects.requireNonNull(sportType, "sportType");
        this.startDateLocal = Objects.requireNonNull(startDateLocal, "startDateLocal");
        this.elapsedTime = Objects.requireNonNull(elapsedTime, "elapsedTime");
        if (name.isBlank()) {
            throw new IllegalArgumentException("An activity needs a name");
        }
        if (elapsedTime.toSeconds() < 1) {
            throw new IllegalArgumentException("elapsedTime must be at least a second: " + elapsedTime);
        }
        if (distance != null && !(distance >= 0 && distance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A distance must be a number of metres: " + distance);
        }
        this.description = description;
        this.distance = distance;
        this.trainer = trainer;
        this.commute = commute;
    }

    /**
     * What Strava demands.
     *
     * @param startDateLocal the wall-clock time where it began
     * @param elapsedTime in whole seconds; fractions are cut off
     */
    public static NewActivity of(String name, SportType sportType, LocalDateTime startDateLocal, Duration elapsedTime) {
        return new NewActivity(name, sportType, startDateLocal, elapsedTime, null, null, false, false);
    }

    public NewActivity withDescription(String description) {
        return new NewActivity(
                name,
                sportType,
                startDateLocal,
                elapsedTime,
                Objects.requireNonNull(description, "description"),
                distance,
                trainer,
                commute);
    }

    /** In metres. */
    public NewActivity withDistance(double distance) {
        return new NewActivity(name, sportType, startDateLocal, elapsedTime, description, distance, trainer, commute);
    }

    /** Done on a trainer. */
    public NewActivity onTrainer() {
        return new NewActivity(name, sportType, startDateLocal, elapsedTime, description, distance, true, commute);
    }

    public NewActivity asCommute() {
        return new NewActivity(name, sportType, startDateLocal, elapsedTime, description, distance, trainer, true);
    }

    public String name() {
        return name;
    }

    public SportType sportType() {
        return sportType;
    }

    public LocalDateTime startDateLocal() {
        return startDateLocal;
    }

    public Duration elapsedTime() {
        return elapsedTime;
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** In metres. */
    public OptionalDouble distance() {
        return distance == null ? OptionalDouble.empty() : OptionalDouble.of(distance);
    }

    public boolean trainer() {
        return trainer;
    }

    public boolean commute() {
        return commute;
    }
}
