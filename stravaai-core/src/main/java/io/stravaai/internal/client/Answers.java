package io.stravaai.internal.client;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.stravaai.client.Page;
import io.stravaai.client.UnreadableElement;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.json.JsonArraySplitter;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StravaObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of answers. */
final class Answers {

    private Answers() {}

    /**
     * Reads a list; an element that cannot be read stands in {@link Page#unreadable()}.
     *
     * @throws ResponseFormatException if the answer is not an array
     */
    static <T extends StravaObject> Page<T> page(byte[] json, Class<T> type) {
        try {
            return new Page<>(StravaJson.readList(json, type), List.of());
        } catch (ResponseFormatException e) {
            return elementByElement(json, type);
        }
    }

    private static <T extends StravaObject> Page<T> elementByElement(byte[] json, Class<T> type) {
        List<T> elements = new ArrayList<>();
        List<UnreadableElement> unreadable = new ArrayList<>();
        for (byte[] element : JsonArraySplitter.split(json)) {
            try {
                elements.add(StravaJson.read(element, type));
            } catch (ResponseFormatException e) {
                unreadable.add(UnreadableElement.of(element, String.valueOf(e.getMessage()), idOf(element)));
            }
        }
        return new Page<>(elements, unreadable);
    }

    /** Whether it is JSON, whatever its shape: then it came whole, and will be the same again. */
    static boolean isJson(byte[] body) {
        JsonReader reader = JsonReader.of(new Buffer().write(body));
        try {
            reader.skipValue();
            return reader.peek() == JsonReader.Token.END_DOCUMENT;
        } catch (IOException | JsonDataException e) {
            return false;
        }
    }

    /** The id, if the element is an object that can be read so far. */
    private static @Nullable Long idOf(byte[] element) {
        JsonReader reader = JsonReader.of(new Buffer().write(element));
        try {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("id")) {
                    long id = reader.nextLong();
                    return id > 0 ? id : null;
                }
                reader.skipValue();
            }
        } catch (IOException | JsonDataException e) {
            return null;
        }
        return null;
    }
}
