package io.stravaai.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the model passes to a front end: an answer, and what goes wrong on its way. Immutable. */
final class FakeResponse {

    /** As a length: all bytes of the body are sent. */
    static final int WHOLE = -1;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration delay;
    private final int length;
    private final boolean reset;

    private FakeResponse(
            int status, Map<String, String> headers, byte[] body, Duration delay, int length, boolean reset) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.delay = delay;
        this.length = length;
        this.reset = reset;
    }

    static FakeResponse of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static FakeResponse of(int status, String contentType, byte[] body) {
        return new FakeResponse(status, noHeaders(), body, Duration.ZERO, WHOLE, false)
                .withHeader("Content-Type", contentType);
    }

    static FakeResponse json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The body is not copied. */
    static FakeResponse json(int status, byte[] body) {
        return of(status, "application/json; charset=utf-8", body);
    }

    static FakeResponse fault(int status, String message, String resource, String field, String code) {
        return json(
                status,
                "{\"message\":" + Json.text(message) + ",\"errors\":[{\"resource\":" + Json.text(resource)
                        + ",\"field\":" + Json.text(field) + ",\"code\":" + Json.text(code) + "}]}");
    }

    static FakeResponse redirect(String location) {
        return of(302, "text/html; charset=utf-8", "").withHeader("Location", location);
    }

    private static Map<String, String> noHeaders() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    FakeResponse withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    FakeResponse withHeaders(Map<String, String> more) {
        Map<String, String> all = noHeaders();
        all.putAll(headers);
        // Removed first, so that the new spelling of the name is the one that is sent.
        more.keySet().forEach(all::remove);
        all.putAll(more);
        return new FakeResponse(status, Collections.unmodifiableMap(all), body, delay, length, reset);
    }

    FakeResponse withoutHeaders(Iterable<String> names) {
        Map<String, String> fewer = noHeaders();
        fewer.putAll(headers);
        names.forEach(fewer::remove);
        return new FakeResponse(status, Collections.unmodifiableMap(fewer), body, delay, length, reset);
    }

    FakeResponse withTransport(Duration newDelay, int newLength, boolean newReset) {
        return new FakeResponse(status, headers, body, newDelay, newLength, newReset);
    }

    int status() {
        return status;
    }

    /** By name, without regard to case. */
    Map<String, String> headers() {
        return headers;
    }

    /** Not copied: not to be changed. */
    byte[] body() {
        return body;
    }

    Duration delay() {
        return delay;
    }

    /** Whether the connection is reset instead of sending anything. */
    boolean reset() {
        return reset;
    }

    /** Whether fewer bytes are sent than announced. */
    boolean truncated() {
        return length != WHOLE && length < body.length;
    }

    /** How many bytes of the body are sent. */
    int sentBytes() {
        return truncated() ? length : body.length;
    }
}
