package io.stravaai.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON value as it stands in a document, read by a parser that shares nothing with the library's, so that the two can be
 * held against each other. Of two members of one name the last counts.
 */
final class JsonTree {

    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final Kind kind;
    private final byte[] document;
    private final int start;
    private int end;
    private final Map<String, JsonTree> members = new LinkedHashMap<>();
    private final List<JsonTree> items = new ArrayList<>();
    private String text = "";

    private JsonTree(Kind kind, byte[] document, int start) {
        this.kind = kind;
        this.document = document;
        this.start = start;
    }

    /**
     * Reads a whole document.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    static JsonTree parse(byte[] document) {
        Parser parser = new Parser(document);
        JsonTree tree = parser.value();
        parser.skipSpace();
        if (parser.at != document.length) {
            throw parser.malformed();
        }
        return tree;
    }

    Kind kind() {
        return kind;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    boolean isArray() {
        return kind == Kind.ARRAY;
    }

    Map<String, JsonTree> members() {
        return members;
    }

    List<JsonTree> items() {
        return items;
    }

    /** The content of a string, the letters of a number or truth value. */
    String text() {
        return text;
    }

    /** The bytes from which this was read. */
    String source() {
        return new String(document, start, end - start, StandardCharsets.UTF_8);
    }

    /** An array of objects as an object of these, by the text of one of their members. */
    JsonTree keyedBy(String member) {
        JsonTree keyed = new JsonTree(Kind.OBJECT, document, start);
        keyed.end = end;
        items.forEach(item -> keyed.members.put(item.members.get(member).text, item));
        return keyed;
    }

    /** This value and all that are inside it. */
    List<JsonTree> all() {
        List<JsonTree> all = new ArrayList<>();
        addTo(all);
        return all;
    }

    private void addTo(List<JsonTree> all) {
        all.add(this);
        members.values().forEach(member -> member.addTo(all));
        items.forEach(item -> item.addTo(all));
    }

    private static final class Parser {

        private final byte[] bytes;
        private int at;

        Parser(byte[] bytes) {
            this.bytes = bytes;
        }

        JsonTree value() {
            skipSpace();
            JsonTree tree = switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> scalar();
            };
            tree.end = at;
            return tree;
        }

        private JsonTree object() {
            JsonTree object = new JsonTree(Kind.OBJECT, bytes, at++);
            skipSpace();
            while (peek() != '}') {
                skipSpace();
                String name = string().text;
                skipSpace();
                expect(':');
                object.members.put(name, value());
                skipSpace();
                if (peek() != '}') {
                    expect(',');
                }
            }
            at++;
            return object;
        }

        private JsonTree array() {
            JsonTree array = new JsonTree(Kind.ARRAY, bytes, at++);
            skipSpace();
            while (peek() != ']') {
                array.items.add(value());
                skipSpace();
                if (peek() != ']') {
                    expect(',');
                }
            }
            at++;
            return array;
        }

        private JsonTree string() {
            JsonTree string = new JsonTree(Kind.STRING, bytes, at);
            expect('"');
            int from = at;
            while (peek() != '"' && peek() != '\\') {
                at++;
            }
            if (peek() == '"') {
                string.text = new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
                return string;
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.write(bytes, from, at - from);
            while (peek() != '"') {
                if (peek() != '\\') {
                    content.write(bytes[at++]);
                    continue;
                }
                at++;
                byte escape = peek();
                at++;
                switch (escape) {
                    case 'n' -> content.write('\n');
                    case 't' -> content.write('\t');
                    case 'r' -> content.write('\r');
                    case 'b' -> content.write('\b');
                    case 'f' -> content.write('\f');
                    case 'u' -> content.writeBytes(unicode());
                    default -> content.write(escape);
                }
            }
            at++;
            string.text = content.toString(StandardCharsets.UTF_8);
            return string;
        }

        private byte[] unicode() {
            StringBuilder characters = new StringBuilder().append(hex());
            if (Character.isHighSurrogate(characters.charAt(0)) && bytes[at] == '\\' && bytes[at + 1] == 'u') {
                at += 2;
                characters.append(hex());
            }
            return characters.toString().getBytes(StandardCharsets.UTF_8);
        }

        private char hex() {
            at += 4;
            return (char) Integer.parseInt(new String(bytes, at - 4, 4, StandardCharsets.US_ASCII), 16);
        }

        private JsonTree scalar() {
            int from = at;
            while (at < bytes.length && "+-.".indexOf(bytes[at]) >= 0
                    || at < bytes.length && Character.isLetterOrDigit(bytes[at])) {
                at++;
            }
            String letters = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
            Kind kind = switch (letters) {
                case "true", "false" -> Kind.BOOLEAN;
                case "null" -> Kind.NULL;
                default -> Kind.NUMBER;
            };
            if (kind == Kind.NUMBER && !NUMBER.matcher(letters).matches()) {
                throw malformed();
            }
            JsonTree scalar = new JsonTree(kind, bytes, from);
            scalar.text = letters;
            return scalar;
        }

        void skipSpace() {
            while (at < bytes.length && " \n\r\t".indexOf(bytes[at]) >= 0) {
                at++;
            }
        }

        private byte peek() {
            if (at >= bytes.length) {
                throw malformed();
            }
            return bytes[at];
        }

        private void expect(char expected) {
            if (peek() != expected) {
                throw malformed();
            }
            at++;
        }

        IllegalArgumentException malformed() {
            return new IllegalArgumentException("Not JSON, near byte " + at);
        }
    }

    @Override
    public String toString() {
        return kind + Arrays.toString(new int[] {start, end});
    }
}
