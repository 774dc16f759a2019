package io.stravaai.internal.json;

import com.squareup.moshi.JsonReader;
import io.stravaai.error.ResponseFormatException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: its bytes, and its fields by name. Immutable and thread-safe.
 *
 * <p>Syntax is checked when the object is made; a field's shape when the field is asked for, so that one field that
 * Strava sends in a new shape spoils nothing but itself. A field that is absent or null is null here. Numbers may be
 * written in quotes, and whole numbers with a fraction of zero, as Strava does. Arrays and objects are read on demand and
 * then kept. Of two fields of one name the last counts.
 */
public final class JsonObject {

    private static final int MAX_TEXT_OF_NUMBER = 64;
    private static final int USUAL_SIZE = 16;
    private static final String NUMERIC = "0123456789+-.eE";

    private final JsonSlice slice;
    private final String[] names;
    /** Where the values begin and end in the document, two numbers each. */
    private final int[] bounds;
    /** What was made of arrays and objects the first time. A race makes it twice, which is no harm. */
    private final @Nullable Object[] made;

    private JsonObject(JsonSlice slice, String[] names, int[] bounds) {
        this.slice = slice;
        this.names = names;
        this.bounds = bounds;
        this.made = new Object[names.length];
    }

    /**
     * Reads a document that is an object.
     *
     * @param document is not copied, and must not be changed
     * @throws ResponseFormatException if it is something else, or not JSON in UTF-8
     */
    public static JsonObject parse(byte[] document) {
        requireText(document);
        return of(trimmed(document));
    }

    /**
     * Reads a document that is an array of objects each of which names itself in a field, as if it were an object of
     * these.
     *
     * @param key the name of that field
     * @throws ResponseFormatException if it is something else, or not JSON in UTF-8
     */
    public static JsonObject parseKeyed(byte[] document, String key) {
        requireText(document);
        JsonSlice slice = trimmed(document);
        List<JsonSlice> elements = elements(slice);
        String[] names = new String[elements.size()];
        int[] bounds = new int[names.length * 2];
        for (int i = 0; i < names.length; i++) {
            JsonSlice element = elements.get(i);
            names[i] = of(element).requiredText(key);
            bounds[2 * i] = element.start();
            bounds[2 * i + 1] = element.end();
        }
        return new JsonObject(slice, names, bounds);
    }

    /**
     * Reads a document that is an array of objects. Each has a copy of its bytes.
     *
     * @throws ResponseFormatException if it is something else, or not JSON in UTF-8
     */
    public static List<JsonObject> parseArray(byte[] document) {
        requireText(document);
        return trimmed(document).read((reader, cursor) -> {
            List<JsonObject> elements = new ArrayList<>();
            int size = USUAL_SIZE;
            reader.beginArray();
            while (reader.hasNext()) {
                String path = "$[" + elements.size() + "]";
                if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                    throw new ResponseFormatException(path + ": expected an object", null, null, false);
                }
                int start = cursor.position() - 1;
                Fields fields = Fields.read(reader, cursor, size);
                elements.add(fields.inCopyOf(new JsonSlice(document, start, cursor.position(), path)));
                size = Math.max(fields.names().length, 1);
            }
            reader.endArray();
            return elements;
        });
    }

    private static JsonSlice trimmed(byte[] document) {
        int start = 0;
        int end = document.length;
        while (start < end && isWhiteSpace(document[start])) {
            start++;
        }
        while (end > start && isWhiteSpace(document[end - 1])) {
            end--;
        }
        return new JsonSlice(document, start, end, "$");
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** What is kept as text must come back as these bytes, and every database must be able to hold it. */
    private static void requireText(byte[] document) {
        int end = Utf8.endOfText(document);
        if (end < document.length) {
            throw new ResponseFormatException(document[end] == 0 ? "$: not JSON: holds a NUL" : "$: not UTF-8", null);
        }
    }

    private static JsonObject of(JsonSlice slice) {
        return slice.read(
                (reader, cursor) -> Fields.read(reader, cursor, USUAL_SIZE).in(slice));
    }

    /** Names and bounds, as they are read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fields(String[] names, int[] bounds) {

        /**
         * Reads an object.
         *
         * @param size how many fields are expected
         */
        static Fields read(JsonReader reader, JsonSlice.Cursor cursor, int size) throws IOException {
            String[] names = new String[size];
            int[] bounds = new int[2 * size];
            int count = 0;
            reader.beginObject();
            while (reader.hasNext()) {
                if (count == names.length) {
                    names = Arrays.copyOf(names, count * 2);
                    bounds = Arrays.copyOf(bounds, count * 4);
                }
                names[count] = reader.nextName();
                bounds[2 * count] = cursor.skip(reader);
                bounds[2 * count + 1] = cursor.position();
                count++;
            }
            reader.endObject();
            return count == names.length
                    ? new Fields(names, bounds)
                    : new Fields(Arrays.copyOf(names, count), Arrays.copyOf(bounds, count * 2));
        }

        JsonObject in(JsonSlice slice) {
            return new JsonObject(slice, names, bounds);
        }

        /** The object with bytes of its own, so that it does not hold the whole document. */
        JsonObject inCopyOf(JsonSlice slice) {
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] -= slice.start();
            }
            return in(new JsonSlice(slice.bytes(), 0, slice.end() - slice.start(), slice.path()));
        }
    }

    private static List<JsonSlice> elements(JsonSlice array) {
        return array.read((reader, cursor) -> {
            List<JsonSlice> elements = new ArrayList<>();
            reader.beginArray();
            while (reader.hasNext()) {
                String path = array.path() + "[" + elements.size() + "]";
                if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                    throw new ResponseFormatException(path + ": expected an object", null, null, false);
                }
                int start = cursor.skip(reader);
                elements.add(new JsonSlice(array.document(), start, cursor.position(), path));
            }
            reader.endArray();
            return elements;
        });
    }

    /** The object's bytes as text. */
    public String rawJson() {
        return slice.text();
    }

    /** The object's bytes. */
    public byte[] rawBytes() {
        return slice.bytes();
    }

    /** The names of all fields, in the order in which they came. */
    public Set<String> names() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
    }

    /** A field's JSON; null if the field is absent, {@code null} in letters if it is null. */
    public @Nullable String raw(String name) {
        int index = lastIndexOf(name);
        return index < 0 ? null : value(index).text();
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return get(name) != null;
    }

    public @Nullable String text(String name) {
        JsonSlice value = get(name);
        if (value == null) {
            return null;
        }
        return switch (value.kind()) {
            case TEXT -> value.decoded();
            case NUMBER -> value.text();
            default -> throw misshapen(name, "a text");
        };
    }

    /** A text that is not blank. */
    public String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw misshapen(name, "a text");
        }
        return text;
    }

    public @Nullable Boolean flag(String name) {
        JsonSlice value = get(name);
        if (value == null) {
            return null;
        }
        if (value.kind() != JsonSlice.Kind.FLAG) {
            throw misshapen(name, "true or false");
        }
        return value.text().equals("true");
    }

    public @Nullable Double number(String name) {
        String text = numberText(name, "a number");
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number) && text.length() <= MAX_TEXT_OF_NUMBER) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw misshapen(name, "a number");
    }

    /** A whole number of 64 bits. */
    public @Nullable Long integer(String name) {
        String text = numberText(name, "a whole number");
        if (text == null) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            Double number = number(name);
            // Beyond 2^53 a double no longer says which whole number was meant.
            if (number != null && number == Math.rint(number) && Math.abs(number) < 1L << 53) {
                return number.longValue();
            }
        }
        throw misshapen(name, "a whole number");
    }

    /** A whole number that fits in 32 bits. */
    public @Nullable Integer count(String name) {
        Long number = integer(name);
        if (number == null) {
            return null;
        }
        if (number != number.intValue()) {
            throw misshapen(name, "a whole number of 32 bits");
        }
        return number.intValue();
    }

    /** A positive id. */
    public @Nullable Long id(String name) {
        Long id = integer(name);
        if (id != null && id <= 0) {
            throw misshapen(name, "a positive id");
        }
        return id;
    }

    /** A positive id. */
    public long requiredId(String name) {
        Long id = id(name);
        if (id == null) {
            throw misshapen(name, "an id");
        }
        return id;
    }

    private @Nullable String numberText(String name, String what) {
        JsonSlice value = get(name);
        if (value == null) {
            return null;
        }
        String text = switch (value.kind()) {
            case TEXT -> value.decoded();
            case NUMBER -> value.text();
            default -> "";
        };
        if (text.isEmpty() || !isNumeric(text)) {
            throw misshapen(name, what);
        }
        return text;
    }

    /** Java takes other scripts, hexadecimal digits, spaces and suffixes for numbers as well. */
    private static boolean isNumeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (NUMERIC.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A number of seconds, with or without a fraction. */
    public @Nullable Duration seconds(String name) {
        Double seconds = number(name);
        if (seconds == null) {
            return null;
        }
        if (Math.abs(seconds) > Integer.MAX_VALUE) {
            throw misshapen(name, "a number of seconds");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** A date with an offset; an empty text is no date, as in events of clubs. */
    public @Nullable Instant instant(String name) {
        return time(name, WireTimes::instant);
    }

    /** A wall-clock time, which Strava ends with a {@code Z} that does not mean UTC. */
    public @Nullable LocalDateTime localDateTime(String name) {
        return time(name, WireTimes::localDateTime);
    }

    /** A day; of a date with a time, its day. */
    public @Nullable LocalDate localDate(String name) {
        return time(name, text -> LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text));
    }

    private <T> @Nullable T time(String name, Function<String, T> parser) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            throw misshapen(name, "a date");
        }
    }

    /** An object. */
    public <T> @Nullable T object(String name, Function<JsonObject, T> maker) {
        return made(name, JsonSlice.Kind.OBJECT, "an object", slice -> maker.apply(of(slice)));
    }

    /** An array of objects; empty if absent. */
    public <T> List<T> objects(String name, Function<JsonObject, T> maker) {
        List<T> objects = array(
                name,
                slice -> elements(slice).stream()
                        .map(element -> maker.apply(of(element)))
                        .toList());
        return objects == null ? List.of() : objects;
    }

    /** An array of objects that must be there. */
    public <T> List<T> requiredObjects(String name, Function<JsonObject, T> maker) {
        if (!has(name)) {
            throw misshapen(name, "an array");
        }
        return objects(name, maker);
    }

    /** An array of texts; empty if absent. */
    public List<String> texts(String name) {
        List<String> texts = array(
                name,
                slice -> slice.read((reader, cursor) -> {
                    List<String> strings = new ArrayList<>();
                    reader.beginArray();
                    while (reader.hasNext()) {
                        strings.add(reader.nextString());
                    }
                    reader.endArray();
                    return List.copyOf(strings);
                }));
        return texts == null ? List.of() : texts;
    }

    /** All fields, each of which is a text. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            JsonSlice value = value(i);
            if (value.kind() != JsonSlice.Kind.TEXT) {
                throw misshapen(names[i], "a text");
            }
            texts.put(names[i], value.decoded());
        }
        return Collections.unmodifiableMap(texts);
    }

    /** An array of two numbers; null if it is empty. */
    public double @Nullable [] pair(String name) {
        JsonNumbers pair = numbers(name);
        if (pair == null || pair.size() == 0) {
            return null;
        }
        if (pair.size() != 2 || pair.isNull(0) || pair.isNull(1)) {
            throw misshapen(name, "two numbers");
        }
        return new double[] {pair.get(0), pair.get(1)};
    }

    /** An array of numbers any of which may be null. */
    public @Nullable JsonNumbers numbers(String name) {
        return array(name, slice -> slice.read((reader, cursor) -> JsonNumbers.read(reader)));
    }

    /** An array of pairs of numbers, one after the other; a pair may be null. */
    public @Nullable JsonNumbers pairs(String name) {
        return array(name, slice -> slice.read((reader, cursor) -> JsonNumbers.readPairs(reader)));
    }

    /** An array of truth values, as 1 and 0. */
    public @Nullable JsonNumbers flags(String name) {
        return array(name, slice -> slice.read((reader, cursor) -> JsonNumbers.readFlags(reader)));
    }

    private <T> @Nullable T array(String name, Function<JsonSlice, T> maker) {
        return made(name, JsonSlice.Kind.ARRAY, "an array", maker);
    }

    /** Each field is read by one accessor, so what was made has the accessor's type. */
    @SuppressWarnings("unchecked")
    private <T> @Nullable T made(String name, JsonSlice.Kind kind, String expected, Function<JsonSlice, T> maker) {
        int index = lastIndexOf(name);
        if (index < 0) {
            return null;
        }
        Object known = made[index];
        if (known == null) {
            JsonSlice value = value(index);
            if (value.kind() == JsonSlice.Kind.NULL) {
                return null;
            }
            if (value.kind() != kind) {
                throw misshapen(name, expected);
            }
            known = maker.apply(value);
            made[index] = known;
        }
        return (T) known;
    }

    /** The error of a field that is not what it should be. */
    public ResponseFormatException misshapen(String name, String expected) {
        return new ResponseFormatException(slice.path() + "." + name + ": expected " + expected, null, null, false);
    }

    private @Nullable JsonSlice get(String name) {
        int index = lastIndexOf(name);
        if (index < 0) {
            return null;
        }
        JsonSlice value = value(index);
        return value.kind() == JsonSlice.Kind.NULL ? null : value;
    }

    private JsonSlice value(int index) {
        return new JsonSlice(
                slice.document(), bounds[2 * index], bounds[2 * index + 1], slice.path() + "." + names[index]);
    }

    private int lastIndexOf(String name) {
        for (int i = names.length - 1; i >= 0; i--) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that
                && Arrays.equals(
                        slice.document(),
                        slice.start(),
                        slice.end(),
                        that.slice.document(),
                        that.slice.start(),
                        that.slice.end());
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = slice.start(); i < slice.end(); i++) {
            hash = 31 * hash + slice.document()[i];
        }
        return hash;
    }
}
