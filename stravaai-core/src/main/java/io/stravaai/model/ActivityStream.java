package io.stravaai.model;

import io.stravaai.internal.json.JsonNumbers;
import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What all streams have. Measurements that a device missed are null, which is not zero. */
public abstract sealed class ActivityStream extends StravaObject permits NumberStream, LatLngStream, BooleanStream {

    final JsonNumbers numbers;

    ActivityStream(JsonObject json, @Nullable JsonNumbers numbers) {
        super(json);
        if (numbers == null) {
            throw json.misshapen("data", "an array");
        }
        this.numbers = numbers;
    }

    /** The number of measurements. */
    public abstract int size();

    /**
     * Whether there is no measurement at this index.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public abstract boolean isNull(int index);

    /** How many measurements there were before Strava reduced them. */
    public OptionalInt originalSize() {
        return count("original_size");
    }

    /** {@code low}, {@code medium} or {@code high}; today always the last, which is not reduced. */
    public Optional<String> resolution() {
        return text("resolution");
    }

    /** {@code distance} or {@code time}: in equal steps of what a reduced stream was made. */
    public Optional<String> seriesType() {
        return text("series_type");
    }
}
