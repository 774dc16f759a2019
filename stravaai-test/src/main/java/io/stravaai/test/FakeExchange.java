package io.stravaai.test;

import java.time.Instant;
import java.util.Map;

/**
 * A request that {@link FakeStrava} answered.
 *
 * @param at when, by the fake's clock
 * @param path for example {@code /api/v3/athlete/activities}
 * @param query the parameters in the URL, decoded
 * @param status the HTTP status, or 0 if the connection was reset instead
 */
public record FakeExchange(Instant at, String method, String path, Map<String, String> query, int status) {

    public FakeExchange {
        query = Map.copyOf(query);
    }

    /** Without the query, which may hold the application's secret. */
    @Override
    public String toString() {
        return method + " " + path + " -> " + status;
    }
}
