package io.stravaai.store.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the threads of this process write in the order in which they come, to a database that lets one connection write at a
 * time and keeps no queue: there, whoever waits looks again from time to time, and beside busy others may never find it
 * free. Thread-safe.
 */
final class Turns {

    /** All at once. */
    static final Turns NONE = new Turns(null);

    /** By URL, since a process may have a file open more than once. */
    private static final Map<String, Turns> OF_FILES = new ConcurrentHashMap<>();

    private final @Nullable Lock turn;

    private Turns(@Nullable Lock turn) {
        this.turn = turn;
    }

    static Turns of(String url) {
        return OF_FILES.computeIfAbsent(url, file -> new Turns(new ReentrantLock(true)));
    }

    /** To be called with a connection at hand: who has the turn must not wait for one. */
    <T> T take(Writing<T> writing) throws SQLException {
        if (turn == null) {
            return writing.run();
        }
        turn.lock();
        try {
            return writing.run();
        } finally {
            turn.unlock();
        }
    }

    /** What is done in a turn. */
    @FunctionalInterface
    interface Writing<T> {
        T run() throws SQLException;
    }
}
