package io.stravaai.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Just as much JSON as is needed to keep the bytes of an element as they came. */
final class Json {

    private final byte[] bytes;
    private int at;

    private Json(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Where a value stands: from start, up to and without end. */
    record Span(int start, int end) {}

    /** A string with its quotes, escaped as Strava does. */
    static String text(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == '&' || c == '<' || c == '>' || c == '\u2028' || c == '\u2029') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }

    /**
     * The elements of an array, each with exactly the bytes it has there.
     *
     * @throws IllegalArgumentException if this is not an array
     */
    static List<byte[]> elements(byte[] array) {
        Json json = new Json(array);
        List<byte[]> elements = new ArrayList<>();
        json.expect('[');
        if (json.next() == ']') {
            return elements;
        }
        while (true) {
            Span span = json.value();
            elements.add(Arrays.copyOfRange(array, span.start, span.end));
            if (json.next() == ']') {
                return elements;
            }
            json.expect(',');
        }
    }

    static boolean isArray(byte[] bytes) {
        Json json = new Json(bytes);
        return json.skipSpace() && bytes[json.at] == '[';
    }

    /** Where the value of a member stands; of the object itself, not of objects inside it. */
    static Optional<Span> member(byte[] object, String name) {
        Json json = new Json(object);
        byte[] quoted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
        json.expect('{');
        while (json.next() != '}') {
            Span key = json.value();
            json.expect(':');
            json.skipSpace();
            Span value = json.value();
            if (Arrays.equals(object, key.start, key.end, quoted, 0, quoted.length)) {
                return Optional.of(value);
            }
            if (json.next() == ',') {
                json.at++;
            }
        }
        return Optional.empty();
    }

    static OptionalLong number(byte[] object, String name) {
        Optional<Span> span = member(object, name);
        return span.isPresent() ? OptionalLong.of(Long.parseLong(read(object, span.get()))) : OptionalLong.empty();
    }

    /** The text of a member that holds no escapes, without its quotes; for another kind of value its JSON. */
    static Optional<String> plain(byte[] object, String name) {
        return member(object, name).map(span -> {
            String json = read(object, span);
            return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        });
    }

    /** A member that is a string; its escapes are read. */
    static Optional<String> string(byte[] object, String name) {
        return plainString(object, name).map(Json::unescape);
    }

    private static Optional<String> plainString(byte[] object, String name) {
        return member(object, name)
                .map(span -> read(object, span))
                .filter(json -> json.startsWith("\""))
                .map(json -> json.substring(1, json.length() - 1));
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    /** A member that is a number; empty if it is none. */
    static OptionalDouble decimal(byte[] object, String name) {
        Optional<String> json = plain(object, name).filter(text -> text.matches("-?[0-9.]+([eE][+-]?[0-9]+)?"));
        return json.isPresent() ? OptionalDouble.of(Double.parseDouble(json.get())) : OptionalDouble.empty();
    }

    /** A member that is an object or an array, with its bytes. */
    static Optional<byte[]> nested(byte[] object, String name) {
        return member(object, name)
                .filter(span -> object[span.start] == '{' || object[span.start] == '[')
                .map(span -> Arrays.copyOfRange(object, span.start, span.end));
    }

    static String array(Collection<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    /** The same object with another value for a member that it has; as it is if it has none. */
    static byte[] replace(byte[] object, String name, String json) {
        return member(object, name)
                .map(span -> concat(
                        Arrays.copyOfRange(object, 0, span.start),
                        json.getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(object, span.end, object.length)))
                .orElse(object);
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static String read(byte[] bytes, Span span) {
        return new String(bytes, span.start, span.end - span.start, StandardCharsets.UTF_8);
    }

    private Span value() {
        skipSpace();
        int start = at;
        int depth = 0;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == '"') {
                string();
                if (depth == 0) {
                    return new Span(start, at);
                }
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                if (depth == 0) {
                    return scalar(start);
                }
                if (--depth == 0) {
                    at++;
                    return new Span(start, at);
                }
            } else if (depth == 0 && (b == ',' || b == ':' || isSpace(b))) {
                return scalar(start);
            }
            at++;
        }
        throw malformed();
    }

    private Span scalar(int start) {
        if (at == start) {
            throw malformed();
        }
        return new Span(start, at);
    }

    private void string() {
        for (at++; at < bytes.length; at++) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] == '"') {
                at++;
                return;
            }
        }
        throw malformed();
    }

    private byte next() {
        if (!skipSpace()) {
            throw malformed();
        }
        return bytes[at];
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw malformed();
        }
        at++;
    }

    /** Whether something follows. */
    private boolean skipSpace() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
        return at < bytes.length;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("Not the expected JSON, near byte " + at);
    }
}
