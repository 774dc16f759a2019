package io.stravaai.it;

import io.stravaai.error.StravaAiException;
import io.stravaai.it.Accessors.Accessor;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivityStream;
import io.stravaai.model.AthleteId;
import io.stravaai.model.BooleanStream;
import io.stravaai.model.ClubId;
import io.stravaai.model.GearId;
import io.stravaai.model.LatLng;
import io.stravaai.model.LatLngStream;
import io.stravaai.model.NumberStream;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaObject;
import io.stravaai.model.SubscriptionId;
import io.stravaai.model.UploadId;
import io.stravaai.model.Visibility;
import io.stravaai.model.ZoneType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds objects against the JSON from which they were read: each byte, each field, and each accessor with the field it is
 * named after. Remembers which fields have an accessor. Names places and fields only, never what stands in them.
 */
final class Fidelity {

    private final List<String> differences = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<String> typed = new TreeSet<>();
    private final Set<String> raw = new TreeSet<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<Class<? extends StravaObject>> types = new LinkedHashSet<>();

    /** What does not agree. */
    List<String> differences() {
        return differences;
    }

    /** The accessors that would not read their field. */
    Set<String> refused() {
        return refused;
    }

    /** The fields that an accessor reads, by the type of their object. */
    Set<String> typed() {
        return typed;
    }

    /** The fields that are reached as JSON only. */
    Set<String> raw() {
        return raw;
    }

    /** The accessors that have given no value although there were objects of their type. */
    Set<String> unread() {
        Set<String> unread = new TreeSet<>();
        for (Class<? extends StravaObject> type : types) {
            for (Accessor accessor : Accessors.of(type)) {
                String name = type.getSimpleName() + "." + accessor.name();
                if (!read.contains(name)) {
                    unread.add(name);
                }
            }
        }
        return unread;
    }

    Set<Class<? extends StravaObject>> types() {
        return types;
    }

    void add(Fidelity other) {
        differences.addAll(other.differences);
        refused.addAll(other.refused);
        typed.addAll(other.typed);
        raw.addAll(other.raw);
        read.addAll(other.read);
        types.addAll(other.types);
    }

    void compare(String place, StravaObject object, JsonTree source) {
        String type = object.getClass().getSimpleName();
        types.add(object.getClass());
        expect(object.rawJson().equals(source.source()), place, "rawJson");
        expect(
                new ArrayList<>(object.fieldNames())
                        .equals(new ArrayList<>(source.members().keySet())),
                place,
                "fieldNames");
        source.members().forEach((name, value) -> {
            expect(object.rawField(name).orElse("absent").equals(value.source()), place + "." + name, "rawField");
            expect(object.has(name) == !value.isNull(), place + "." + name, "has");
        });
        Set<String> covered = new LinkedHashSet<>();
        for (Accessor accessor : Accessors.of(object.getClass())) {
            covered.addAll(accessor.fields());
            try {
                accessor(place + "." + accessor.name(), type, object, accessor, source);
            } catch (StravaAiException e) {
                refused.add(place + "." + accessor.name());
            }
        }
        if (object instanceof ActivityStream stream) {
            covered.add("data");
            measurements(place, stream, source.members().get("data").items());
        }
        for (String name : source.members().keySet()) {
            (covered.contains(name) ? typed : raw).add(type + "." + name);
        }
    }

    private void accessor(String place, String type, StravaObject object, Accessor accessor, JsonTree source) {
        Object value = accessor.value(object);
        if (accessor.fields().isEmpty()) {
            read.add(type + "." + accessor.name());
            return;
        }
        JsonTree field = null;
        for (String name : accessor.fields()) {
            JsonTree candidate = source.members().get(name);
            if (field == null && candidate != null && !candidate.isNull()) {
                field = candidate;
            }
        }
        boolean empty = value == null
                || value instanceof List<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (!empty) {
            read.add(type + "." + accessor.name());
        }
        if (field == null) {
            expect(empty, place, "present without a field");
        } else if (value == null) {
            expect(meansNothing(type, accessor.name(), field), place, "empty although there is a field");
        } else if (value instanceof StravaObject nested) {
            compare(place, nested, field);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof StravaObject) {
            expect(list.size() == field.items().size(), place, "number of elements");
            for (int i = 0; i < list.size(); i++) {
                compare(place + "[]", (StravaObject) list.get(i), field.items().get(i));
            }
        } else {
            expect(agrees(value, field), place, "another value");
            if (field.isObject() && !(value instanceof Map)) {
                String parent = type + "." + accessor.fields().get(0) + ".";
                field.members().keySet().forEach(name -> (name.equals("id") ? typed : raw).add(parent + name));
            }
        }
    }

    /** An empty array for no place, an empty text for no date, -1 for a zone without an upper end. */
    private static boolean meansNothing(String type, String accessor, JsonTree field) {
        return field.isArray() && field.items().isEmpty()
                || field.kind() == JsonTree.Kind.STRING && field.text().isEmpty()
                || type.endsWith("ZoneRange") && accessor.equals("max") && Double.parseDouble(field.text()) == -1;
    }

    private static boolean agrees(Object value, JsonTree field) {
        String text = field.text();
        if (value instanceof String || value instanceof Boolean) {
            return value.toString().equals(text);
        }
        if (value instanceof SportType || value instanceof Visibility || value instanceof ZoneType) {
            return value.toString().equals(text);
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).compareTo(new BigDecimal(text)) == 0
                    || number.equals(Double.valueOf(text));
        }
        if (value instanceof Duration duration) {
            return duration.toMillis()
                    == new BigDecimal(text)
                            .movePointRight(3)
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact();
        }
        if (value instanceof ZoneOffset offset) {
            return new BigDecimal(text).compareTo(BigDecimal.valueOf(offset.getTotalSeconds())) == 0;
        }
        if (value instanceof Instant instant) {
            return instant.equals(OffsetDateTime.parse(text).toInstant());
        }
        if (value instanceof LocalDateTime time) {
            return time.equals(LocalDateTime.parse(text.replace("Z", "")));
        }
        if (value instanceof LocalDate date) {
            return text.startsWith(date.toString());
        }
        if (value instanceof LatLng place) {
            return field.items().size() == 2
                    && place.latitude()
                            == Double.parseDouble(field.items().get(0).text())
                    && place.longitude()
                            == Double.parseDouble(field.items().get(1).text());
        }
        if (value instanceof List<?> list) {
            boolean same = list.size() == field.items().size();
            for (int i = 0; same && i < list.size(); i++) {
                same = agrees(list.get(i), field.items().get(i));
            }
            return same;
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().equals(field.members().keySet())
                    && map.entrySet().stream()
                            .allMatch(entry -> entry.getValue()
                                    .equals(field.members().get(entry.getKey()).text()));
        }
        if (value instanceof GearId) {
            return value.toString().equals(text);
        }
        if (value instanceof ActivityId
                || value instanceof AthleteId
                || value instanceof ClubId
                || value instanceof RouteId
                || value instanceof SegmentId
                || value instanceof SegmentEffortId
                || value instanceof SubscriptionId
                || value instanceof UploadId) {
            String id = field.isObject() ? field.members().get("id").text() : text;
            return new BigDecimal(id).compareTo(new BigDecimal(value.toString())) == 0;
        }
        throw new IllegalStateException("How does a " + value.getClass() + " agree with JSON?");
    }

    private void measurements(String place, ActivityStream stream, List<JsonTree> data) {
        expect(stream.size() == data.size(), place, "number of measurements");
        for (int i = 0; i < data.size(); i++) {
            JsonTree source = data.get(i);
            boolean same = stream.isNull(i) == source.isNull();
            if (same && !source.isNull()) {
                if (stream instanceof NumberStream numbers) {
                    same = numbers.get(i) == Double.parseDouble(source.text());
                } else if (stream instanceof LatLngStream track) {
                    same = agrees(track.get(i), source);
                } else if (stream instanceof BooleanStream flags) {
                    same = flags.get(i) == Boolean.parseBoolean(source.text());
                }
            }
            if (!same) {
                differences.add(place + ".data[" + i + "]: another value");
                return;
            }
        }
    }

    private void expect(boolean agrees, String place, String what) {
        if (!agrees) {
            differences.add(place + ": " + what);
        }
    }
}
