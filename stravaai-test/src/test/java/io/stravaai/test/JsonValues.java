package io.stravaai.test;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okio.Buffer;

/** Reads JSON with a parser that is not ours. */
final class JsonValues {

    private JsonValues() {}

    private static Object read(String json) {
        try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(json))) {
            Object value = reader.readJsonValue();
            if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
                throw new AssertionError("More than one value");
            }
            return value;
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + json, e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String json) {
        return (Map<String, Object>) read(json);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> array(String json) {
        return (List<Map<String, Object>>) read(json);
    }

    static List<Long> ids(String array) {
        return array(array).stream()
                .map(row -> ((Number) row.get("id")).longValue())
                .toList();
    }

    static List<String> names(String array) {
        return array(array).stream().map(row -> (String) row.get("name")).toList();
    }

    static String string(String object, String member) {
        return (String) object(object).get(member);
    }

    static long number(String object, String member) {
        return ((Number) object(object).get(member)).longValue();
    }
}
