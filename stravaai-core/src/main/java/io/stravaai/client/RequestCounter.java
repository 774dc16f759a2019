package io.stravaai.client;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that calls send, repetitions included. Thread-safe. */
public final class RequestCounter {

    private final AtomicInteger count = new AtomicInteger();

    /** Called by the client for each request sent to Strava's API. */
    public void increment() {
        count.incrementAndGet();
    }

    /** Requests sent so far. */
    public int count() {
        return count.get();
    }
}
