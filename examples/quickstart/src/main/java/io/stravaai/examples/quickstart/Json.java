package io.stravaai.examples.quickstart;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import okio.Buffer;

/** Writes JSON objects, one a line, in UTF-8. */
final class Json {

    private Json() {}

    /** Writes the members of one object. */
    @FunctionalInterface
    interface Members {
        void write(JsonWriter json) throws IOException;
    }

    static void line(OutputStream out, Members members) {
        try {
            Buffer buffer = new Buffer();
            JsonWriter json = JsonWriter.of(buffer);
            json.setSerializeNulls(true);
            json.beginObject();
            members.write(json);
            json.endObject();
            buffer.writeByte('\n').writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number, or null if there is none. */
    static void number(JsonWriter json, OptionalDouble value) throws IOException {
        if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
            json.value(value.getAsDouble());
        } else {
            json.nullValue();
        }
    }
}
