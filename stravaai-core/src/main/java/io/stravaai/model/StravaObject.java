package io.stravaai.model;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An object that came from Strava: its JSON, byte for byte, and accessors that read it. Immutable and thread-safe.
 *
 * <p>What Strava left out or sent as null is empty, never zero or false; {@link #has(String)} and {@link
 * #rawField(String)} tell the difference, and reach fields that have no accessor. An absent list is an empty list.
 *
 * <p>A field that Strava sent in a shape this library does not know makes its own accessor throw {@link
 * ResponseFormatException}, whose message names the place; all other accessors go on working. Names and ids of
 * accessors are Strava's.
 */
public abstract class StravaObject {

    private final JsonObject json;

    StravaObject(JsonObject json) {
        this.json = json;
    }

    /** The object, byte for byte as Strava sent it. */
    public final String rawJson() {
        return json.rawJson();
    }

    /** The names of all its fields, those without an accessor included, in Strava's order. */
    public final Set<String> fieldNames() {
        return json.names();
    }

    /** Whether Strava sent the field, and not as null. */
    public final boolean has(String field) {
        return json.has(field);
    }

    /** A field as JSON, byte for byte: {@code null} in letters if it is null, empty if it is absent. */
    public final Optional<String> rawField(String field) {
        return Optional.ofNullable(json.raw(field));
    }

    final JsonObject json() {
        return json;
    }

    final Optional<String> text(String field) {
        return Optional.ofNullable(json.text(field));
    }

    final Optional<Boolean> flag(String field) {
        return Optional.ofNullable(json.flag(field));
    }

    final OptionalDouble number(String field) {
        Double number = json.number(field);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    final OptionalInt count(String field) {
        Integer count = json.count(field);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    final OptionalLong integer(String field) {
        Long integer = json.integer(field);
        return integer == null ? OptionalLong.empty() : OptionalLong.of(integer);
    }

    final Optional<Duration> seconds(String field) {
        return Optional.ofNullable(json.seconds(field));
    }

    final Optional<Instant> instant(String field) {
        return Optional.ofNullable(json.instant(field));
    }

    final Optional<LocalDateTime> localDateTime(String field) {
        return Optional.ofNullable(json.localDateTime(field));
    }

    final Optional<LocalDate> localDate(String field) {
        return Optional.ofNullable(json.localDate(field));
    }

    final List<Instant> instants(String field) {
        List<Instant> instants = new ArrayList<>();
        for (String text : json.texts(field)) {
            try {
                instants.add(Instant.parse(text));
            } catch (DateTimeException e) {
                throw json.misshapen(field, "dates");
            }
        }
        return List.copyOf(instants);
    }

    /** An id that stands for itself. */
    final <T> Optional<T> id(String field, LongFunction<T> maker) {
        return made(json.id(field), maker);
    }

    /** An id of gear, which is a text; an empty one is none. */
    final Optional<GearId> gearId(String field) {
        String id = json.text(field);
        if (id == null || id.isEmpty()) {
            return Optional.empty();
        }
        if (!GearId.isId(id)) {
            throw json.misshapen(field, "an id of gear");
        }
        return Optional.of(GearId.of(id));
    }

    /** An id that is all that is wanted of a nested object. */
    final <T> Optional<T> reference(String field, LongFunction<T> maker) {
        JsonObject nested = json.object(field, same -> same);
        return nested == null ? Optional.empty() : made(nested.id("id"), maker);
    }

    private static <T> Optional<T> made(@Nullable Long id, LongFunction<T> maker) {
        return id == null ? Optional.empty() : Optional.of(maker.apply(id));
    }

    /** A pair of degrees; Strava writes an empty array, or null, where there is none. */
    final Optional<LatLng> latLng(String field) {
        double[] pair = json.pair(field);
        if (pair == null) {
            return Optional.empty();
        }
        return Optional.of(new LatLng(pair[0], pair[1]));
    }

    final List<String> texts(String field) {
        return json.texts(field);
    }

    final Map<String, String> textsByName(String field) {
        return Optional.ofNullable(json.object(field, JsonObject::texts)).orElse(Map.of());
    }

    final <T> Optional<T> object(String field, Function<JsonObject, T> maker) {
        return Optional.ofNullable(json.object(field, maker));
    }

    final <T> List<T> objects(String field, Function<JsonObject, T> maker) {
        return json.objects(field, maker);
    }

    /** Equal if it is the same kind of object with the same bytes. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof StravaObject that && getClass().equals(that.getClass()) && json.equals(that.json);
    }

    @Override
    public final int hashCode() {
        return json.hashCode();
    }

    /** Names the kind of object only: the rest is the athlete's data. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
