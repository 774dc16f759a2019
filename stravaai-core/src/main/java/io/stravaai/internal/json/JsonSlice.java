package io.stravaai.internal.json;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.stravaai.error.ResponseFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okio.Buffer;

/** The bytes of one JSON value inside a document. Immutable; the document is not copied. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JsonSlice(byte[] document, int start, int end, String path) {

    /** What a value is, as its first byte tells. */
    enum Kind {
        OBJECT,
        ARRAY,
        TEXT,
        NUMBER,
        FLAG,
        NULL
    }

    Kind kind() {
        return switch (document[start]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.TEXT;
            case 't', 'f' -> Kind.FLAG;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    String text() {
        return new String(document, start, end - start, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(document, start, end);
    }

    /** The text that a value of kind {@link Kind#TEXT} stands for. */
    String decoded() {
        for (int i = start + 1; i < end - 1; i++) {
            if (document[i] == '\\') {
                return read((reader, cursor) -> reader.nextString());
            }
        }
        return new String(document, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    /** Reads with Moshi. */
    interface Body<T> {
        T read(JsonReader reader, Cursor cursor) throws IOException;
    }

    /** Where in the document a reader stands, by what it has left in the buffer it was given. */
    final class Cursor {

        private final Buffer buffer;

        private Cursor(Buffer buffer) {
            this.buffer = buffer;
        }

        /**
         * Skips the next value and gives where it begins; it ends at {@link #position()}. Moshi takes an opening bracket
         * or quote, and all of a word or of most numbers, from the buffer when it peeks at the value.
         */
        int skip(JsonReader reader) throws IOException {
            JsonReader.Token token = reader.peek();
            int peeked = position();
            reader.skipValue();
            return switch (token) {
                case NUMBER -> startOfNumber(position());
                case NULL -> startOfWord(peeked, "null");
                case BOOLEAN -> startOfWord(peeked, document[peeked - 2] == 'u' ? "true" : "false");
                default -> peeked - 1;
            };
        }

        /** Moshi also takes words in capitals, which are no JSON. */
        private int startOfWord(int wordEnd, String word) throws IOException {
            int wordStart = wordEnd - word.length();
            for (int i = 0; i < word.length(); i++) {
                if (document[wordStart + i] != word.charAt(i)) {
                    throw new IOException("Not a word of JSON");
                }
            }
            return wordStart;
        }

        private int startOfNumber(int numberEnd) {
            int numberStart = numberEnd;
            while ("0123456789+-.eE".indexOf(document[numberStart - 1]) >= 0) {
                numberStart--;
            }
            return numberStart;
        }

        int position() {
            return end - (int) buffer.size();
        }
    }

    /**
     * Reads the value to its end.
     *
     * @throws ResponseFormatException if it is not JSON, or more than one value, or not what the body expects
     */
    <T> T read(Body<T> body) {
        Buffer buffer = new Buffer().write(document, start, end - start);
        JsonReader reader = JsonReader.of(buffer);
        try {
            T value = body.read(reader, new Cursor(buffer));
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new ResponseFormatException(path + ": expected one JSON value, but more follows it", null);
            }
            return value;
        } catch (JsonDataException e) {
            throw new ResponseFormatException(path + place(reader) + ": not of the expected shape", null, null, false);
        } catch (IOException e) {
            throw new ResponseFormatException(path + place(reader) + ": not JSON", null);
        }
    }

    /** Moshi writes null for a name that it has not read to its end. */
    private static String place(JsonReader reader) {
        return reader.getPath().substring(1).replaceFirst("\\.null$", "");
    }
}
