package io.stravaai.test;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a test puts in the place of the one {@link FakeStrava} would give, or a fault on its way. Immutable.
 *
 * <p>A request that gets such an answer is charged to the quota and the answer carries the headers of Strava, unless
 * said otherwise. With {@link #real()} the fake does all it would have done.
 */
public final class FakeAnswer {

    private final @Nullable FakeResponse response;
    private final Map<String, String> headers;
    private final Duration delay;
    private final int length;
    private final boolean reset;
    private final boolean quotaHeaders;

    private FakeAnswer(
            @Nullable FakeResponse response,
            Map<String, String> headers,
            Duration delay,
            int length,
            boolean reset,
            boolean quotaHeaders) {
        this.response = response;
        this.headers = headers;
        this.delay = delay;
        this.length = length;
        this.reset = reset;
        this.quotaHeaders = quotaHeaders;
    }

    private static FakeAnswer of(@Nullable FakeResponse response) {
        return new FakeAnswer(response, Map.of(), Duration.ZERO, FakeResponse.WHOLE, false, true);
    }

    /** The answer that the fake gives by itself, to be combined with a fault. */
    public static FakeAnswer real() {
        return of((FakeResponse) null);
    }

    /** An answer of plain text. */
    public static FakeAnswer of(int status, String body) {
        return of(FakeResponse.of(status, "text/plain; charset=utf-8", body));
    }

    /** An answer with the content type of JSON, whatever the body is. */
    public static FakeAnswer json(int status, String body) {
        return of(FakeResponse.json(status, body));
    }

    /** An answer as of a gateway. */
    public static FakeAnswer html(int status, String body) {
        return of(FakeResponse.of(status, "text/html", body));
    }

    /** An error in the form of Strava, with one element in {@code errors}. */
    public static FakeAnswer fault(int status, String message, String resource, String field, String code) {
        return of(FakeResponse.fault(status, message, resource, field, code));
    }

    /** The connection is reset, and the request had no effect. See also {@link #lost()}. */
    public static FakeAnswer connectionReset() {
        return of(0, "").withoutQuotaHeaders().lost();
    }

    /** The same with this header; it replaces one of the same name that the fake sets, {@code Date} included. */
    public FakeAnswer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FakeAnswer(response, Collections.unmodifiableMap(more), delay, length, reset, quotaHeaders);
    }

    /** The same without the headers that tell the quota. */
    public FakeAnswer withoutQuotaHeaders() {
        return new FakeAnswer(response, headers, delay, length, reset, false);
    }

    /**
     * The same after a delay. Over HTTP the delay is real. In process nothing waits: the call times out at once if its
     * timeout is not longer than the delay, and else gets the answer at once.
     */
    public FakeAnswer delayed(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay must not be negative: " + delay);
        }
        return new FakeAnswer(response, headers, delay, length, reset, quotaHeaders);
    }

    /** The same, but the connection ends after so many bytes of the body although more are announced. */
    public FakeAnswer truncated(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("Not a number of bytes: " + bytes);
        }
        return new FakeAnswer(response, headers, delay, bytes, reset, quotaHeaders);
    }

    /** The same, but the connection is reset instead of sending it: what the request did is done. */
    public FakeAnswer lost() {
        return new FakeAnswer(response, headers, delay, length, true, quotaHeaders);
    }

    /** What is sent in place of the model's answer; null for the model's own. */
    @Nullable
    FakeResponse response() {
        return response;
    }

    boolean chargesQuota() {
        return response == null || response.status() != 0;
    }

    boolean quotaHeaders() {
        return quotaHeaders;
    }

    FakeResponse applyTo(FakeResponse answer) {
        FakeResponse result = answer;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            result = result.withHeader(header.getKey(), header.getValue());
        }
        return result.withTransport(delay, length, reset);
    }

    @Override
    public String toString() {
        return "FakeAnswer[" + (response == null ? "real" : response.status()) + (reset ? ", lost" : "") + "]";
    }
}
