package io.stravaai.test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What a front end passes to the model. */
record FakeRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> form,
        String authorization,
        String contentType,
        ByteString body) {

    private static final String FORM = "application/x-www-form-urlencoded";

    /** A request; {@code url} is a path with or without a query. */
    static FakeRequest of(
            String method, String url, @Nullable String authorization, @Nullable String contentType, byte[] body) {
        int mark = url.indexOf('?');
        boolean isForm = contentType != null && contentType.startsWith(FORM);
        return new FakeRequest(
                method,
                mark < 0 ? url : url.substring(0, mark),
                pairs(mark < 0 ? "" : url.substring(mark + 1)),
                isForm ? pairs(new String(body, StandardCharsets.UTF_8)) : Map.of(),
                authorization == null ? "" : authorization,
                contentType == null ? "" : contentType,
                ByteString.of(body));
    }

    /** The token in the header; Strava looks for it nowhere else. */
    Optional<String> bearer() {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).trim())
                : Optional.empty();
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }
}
