package io.stravaai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Types;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** Bodies of requests in JSON. */
public final class JsonBodies {

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final JsonAdapter<Map<String, Object>> ADAPTER =
            Wire.MOSHI.adapter(Types.newParameterizedType(Map.class, String.class, Object.class));

    private JsonBodies() {}

    /** An object of texts, numbers and truth values. */
    public static RequestBody of(Map<String, Object> fields) {
        return RequestBody.create(ADAPTER.toJson(fields), JSON);
    }
}
