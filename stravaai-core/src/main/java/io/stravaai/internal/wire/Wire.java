package io.stravaai.internal.wire;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** The shapes of Strava's JSON. Every component is boxed, since Strava may leave out or null any of them. */
final class Wire {

    static final Moshi MOSHI = new Moshi.Builder().build();

    private Wire() {}

    /**
     * Reads one JSON document.
     *
     * @throws JsonDataException if the document is not of the adapter's shape
     * @throws IOException if it is not JSON, or more than one document
     */
    static <T> T read(JsonAdapter<T> adapter, byte[] json) throws IOException {
        JsonReader reader = JsonReader.of(new Buffer().write(json));
        T value = adapter.fromJson(reader);
        if (value == null) {
            throw new JsonDataException("Expected an object but was NULL");
        }
        if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
            throw new JsonDataException("More follows the JSON document");
        }
        return value;
    }

    // Public, as Moshi needs it; the holder is not.

    public record MetaAthlete(@Nullable Long id) {}

    public record TokenJson(
            @Json(name = "access_token") @Nullable String accessToken,
            @Json(name = "refresh_token") @Nullable String refreshToken,
            @Json(name = "expires_at") @Nullable Long expiresAt,
            @Json(name = "expires_in") @Nullable Long expiresIn,
            @Nullable Object scope,
            @Nullable MetaAthlete athlete) {}
}
