package io.stravaai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.stravaai.client.ActivityPage;
import io.stravaai.client.UnreadableElement;
import io.stravaai.internal.wire.Wire.ActivityJson;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivitySummary;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads activities. */
public final class ActivityReader {

    private static final JsonAdapter<ActivityJson> ADAPTER = Wire.MOSHI.adapter(ActivityJson.class);

    private ActivityReader() {}

    /**
     * Reads a list, element by element: one that cannot be read stands in {@link ActivityPage#unreadable()}.
     *
     * @throws io.stravaai.error.ResponseFormatException if the answer is not an array
     */
    public static ActivityPage page(byte[] json) {
        List<ActivitySummary> activities = new ArrayList<>();
        List<UnreadableElement> unreadable = new ArrayList<>();
        for (byte[] element : JsonArraySplitter.split(json)) {
            try {
                activities.add(summary(element));
            } catch (UnreadableException e) {
                unreadable.add(UnreadableElement.of(element, e.reason, idOf(element)));
            }
        }
        return new ActivityPage(activities, unreadable);
    }

    private static ActivitySummary summary(byte[] element) throws UnreadableException {
        String raw = text(element);
        ActivityJson json;
        try {
            json = Wire.read(ADAPTER, element);
        } catch (JsonDataException e) {
            throw new UnreadableException("not the shape of an activity: " + path(e));
        } catch (IOException e) {
            throw new UnreadableException("not JSON");
        }
        if (json.id() == null || json.id() <= 0) {
            throw new UnreadableException("no activity id");
        }
        return ActivitySummary.builder(ActivityId.of(json.id()), raw)
                .athlete(athlete(json))
                .name(json.name())
                .sportType(sportType(json))
                .startDate(instant(json.startDate()))
                .startDateLocal(localDateTime(json.startDateLocal()))
                .timezone(json.timezone())
                .distance(json.distance())
                .movingTime(seconds("moving_time", json.movingTime()))
                .elapsedTime(seconds("elapsed_time", json.elapsedTime()))
                .totalElevationGain(json.totalElevationGain())
                .build();
    }

    /** A text that comes back as these bytes, and that every database can hold. */
    private static String text(byte[] element) throws UnreadableException {
        for (byte b : element) {
            if (b == 0) {
                throw new UnreadableException("not JSON: holds a NUL");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(element))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException("not UTF-8");
        }
    }

    private static @Nullable AthleteId athlete(ActivityJson json) {
        return json.athlete() == null
                        || json.athlete().id() == null
                        || json.athlete().id() == 0
                ? null
                : AthleteId.of(json.athlete().id());
    }

    private static @Nullable SportType sportType(ActivityJson json) {
        String name = json.sportType() != null ? json.sportType() : json.type();
        return name == null ? null : SportType.of(name);
    }

    private static @Nullable Instant instant(@Nullable String text) throws UnreadableException {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UnreadableException("start_date is not a date");
        }
    }

    private static @Nullable LocalDateTime localDateTime(@Nullable String text) throws UnreadableException {
        try {
            return text == null
                    ? null
                    : LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
        } catch (DateTimeException e) {
            throw new UnreadableException("start_date_local is not a date");
        }
    }

    private static @Nullable Duration seconds(String field, @Nullable Double seconds) throws UnreadableException {
        if (seconds == null) {
            return null;
        }
        if (Math.abs(seconds) > Integer.MAX_VALUE) {
            throw new UnreadableException(field + " is out of range");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Of Moshi's message only the place: the rest may quote the athlete's data. */
    private static String path(JsonDataException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.lastIndexOf(" path $");
        int atEnd = message.lastIndexOf(" at $");
        int start = Math.max(at < 0 ? -1 : at + " path ".length(), atEnd < 0 ? -1 : atEnd + " at ".length());
        return start < 0 ? "$" : message.substring(start);
    }

    /** The id, if the element is an object that can be read so far. */
    private static @Nullable ActivityId idOf(byte[] element) {
        JsonReader reader = JsonReader.of(new Buffer().write(element));
        try {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("id")) {
                    long id = reader.nextLong();
                    return id > 0 ? ActivityId.of(id) : null;
                }
                reader.skipValue();
            }
        } catch (IOException | JsonDataException e) {
            return null;
        }
        return null;
    }

    private static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;

        UnreadableException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
