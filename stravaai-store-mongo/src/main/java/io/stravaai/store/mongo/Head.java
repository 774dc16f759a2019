package io.stravaai.store.mongo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a head says of its athlete's rows while nothing is pending.
 *
 * @param generation drawn when the head was made, and never again: one life of the athlete, which a purge ends
 * @param version of the last commit; 0 if there was none
 */
record Head(long generation, long version) {

    static Head of(BsonDocument document) {
        return new Head(Values.longOf(document, "generation"), Values.longOf(document, "version"));
    }

    /** The heads seen last. What they say may be outdated, so everybody who trusts them finds out. Thread-safe. */
    static final class Seen {

        private static final int CAPACITY = 10_000;

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Long, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Head> eldest) {
                return size() > CAPACITY;
            }
        };

        @Nullable
        Head get(long athlete) {
            lock.lock();
            try {
                return heads.get(athlete);
            } finally {
                lock.unlock();
            }
        }

        void put(long athlete, Head head) {
            lock.lock();
            try {
                heads.put(athlete, head);
            } finally {
                lock.unlock();
            }
        }

        void forget(long athlete) {
            lock.lock();
            try {
                heads.remove(athlete);
            } finally {
                lock.unlock();
            }
        }
    }
}
