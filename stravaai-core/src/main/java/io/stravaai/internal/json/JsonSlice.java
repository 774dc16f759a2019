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

    String text() {
        return new String(document, start, end - start, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(document, start, end);
    }

    boolean isObject() {
        return document[start] == '{';
    }

    /** Reads with Moshi. */
    interface Body<T> {
        T read(JsonReader reader, Cursor cursor) throws IOException;
    }

    /**
     * Where in the document a reader stands, by what it has left in the buffer it was given. Moshi takes an opening
     * bracket or quote when it is peeked at, and the rest of a value when that is read.
     */
    final class Cursor {

        private final Buffer buffer;
        private int valueStart;
        private int valueEnd;

        private Cursor(Buffer buffer) {
            this.buffer = buffer;
        }

        /** Reads the next value: a String, a {@link JsonNumber}, a Boolean, {@link JsonObject#NULL} or a {@link Nested}. */
        Object value(JsonReader reader, String parent, String name) throws IOException {
            Object value;
            switch (reader.peek()) {
                case STRING -> {
                    valueStart = position() - 1;
                    value = reader.nextString();
                    valueEnd = position();
                }
                case NUMBER -> {
                    String text = reader.nextString();
                    value = new JsonNumber(text);
                    valueEnd = position();
                    valueStart = valueEnd - text.length();
                }
                case BOOLEAN -> {
                    boolean flag = reader.nextBoolean();
                    value = flag;
                    valueEnd = position();
                    valueStart = valueEnd - (flag ? 4 : 5);
                }
                case NULL -> {
                    reader.<Object>nextNull();
                    value = JsonObject.NULL;
                    valueEnd = position();
                    valueStart = valueEnd - 4;
                }
                default -> value = new Nested(skip(reader, parent + "." + name));
            }
            return value;
        }

        /** Skips the array or object that the reader has peeked at, and gives its bytes. */
        JsonSlice skip(JsonReader reader, String childPath) throws IOException {
            valueStart = position() - 1;
            reader.skipValue();
            valueEnd = position();
            return new JsonSlice(document, valueStart, valueEnd, childPath);
        }

        int valueStart() {
            return valueStart;
        }

        int valueEnd() {
            return valueEnd;
        }

        private int position() {
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
            throw new ResponseFormatException(
                    path + reader.getPath().substring(1) + ": not of the expected shape", null);
        } catch (IOException e) {
            throw new ResponseFormatException(path + reader.getPath().substring(1) + ": not JSON", null);
        }
    }
}
