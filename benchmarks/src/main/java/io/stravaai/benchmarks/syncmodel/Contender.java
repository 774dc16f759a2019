package io.stravaai.benchmarks.syncmodel;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/** A way to keep up with Strava, with the Strava that it sees. Not thread-safe. */
interface Contender extends AutoCloseable {

    /** Something happens at Strava. */
    void change(Change change);

    /** Runs once. */
    void poll(Instant now);

    /** The version stored of an activity; empty if it is not stored, or marked deleted. */
    OptionalInt version(long id);

    /** The versions of all that is stored and not marked deleted. */
    Map<Long, Integer> versions();

    /** Requests for lists so far. */
    long listCalls();

    /** Other requests to the API so far. */
    long otherCalls();

    @Override
    void close();
}
