package io.stravaai.client;

import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One request to Strava's API and what came of it. Holds no secret and nothing of the athlete but the id. Immutable. */
public final class RequestEvent {

    private final String operation;
    private final @Nullable AthleteId athlete;
    private final int attempt;
    private final Duration elapsed;
    private final @Nullable Integer status;
    private final @Nullable String requestId;
    private final @Nullable StravaAiException failure;

    private RequestEvent(
            String operation,
            @Nullable AthleteId athlete,
            int attempt,
            Duration elapsed,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable StravaAiException failure) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.athlete = athlete;
        this.attempt = attempt;
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
        this.status = status;
        this.requestId = requestId;
        this.failure = failure;
    }

    /**
     * A request that was answered.
     *
     * @param athlete whose grant was used; null if none was
     * @param requestId Strava's name for the request
     * @param failure what the answer means if it is an error or cannot be read
     */
    public static RequestEvent answered(
            String operation,
            @Nullable AthleteId athlete,
            int attempt,
            Duration elapsed,
            int status,
            @Nullable String requestId,
            @Nullable StravaAiException failure) {
        return new RequestEvent(operation, athlete, attempt, elapsed, status, requestId, failure);
    }

    /**
     * A request that got no answer.
     *
     * @param athlete whose grant was used; null if none was
     */
    public static RequestEvent unanswered(
            String operation, @Nullable AthleteId athlete, int attempt, Duration elapsed, StravaAiException failure) {
        return new RequestEvent(
                operation, athlete, attempt, elapsed, null, null, Objects.requireNonNull(failure, "failure"));
    }

    /** Method and path with the names of its variables, for example {@code GET /activities/{id}}. */
    public String operation() {
        return operation;
    }

    /** Whose grant was used. */
    public Optional<AthleteId> athlete() {
        return Optional.ofNullable(athlete);
    }

    /** Which attempt of its call it was, from 1. */
    public int attempt() {
        return attempt;
    }

    /** From the request to the end of its answer, by the client's clock. */
    public Duration elapsed() {
        return elapsed;
    }

    /** The HTTP status; empty if no answer came. */
    public OptionalInt status() {
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Strava's name for the request, which its support may ask for ({@code X-Request-Id}). */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** Why it brought no result; without the body of the answer. */
    public Optional<StravaAiException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return operation + " -> " + (status == null ? "no answer" : status)
                + (failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")")
                + (athlete == null ? "" : ", athlete " + athlete) + ", attempt " + attempt + ", " + elapsed.toMillis()
                + " ms";
    }
}
