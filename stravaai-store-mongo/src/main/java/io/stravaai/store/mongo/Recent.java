package io.stravaai.store.mongo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What was known last of the athletes that were asked for last. Thread-safe. */
final class Recent<T> {

    private static final int CAPACITY = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, T> values = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
            return size() > CAPACITY;
        }
    };

    @Nullable
    T get(long athlete) {
        lock.lock();
        try {
            return values.get(athlete);
        } finally {
            lock.unlock();
        }
    }

    void put(long athlete, T value) {
        lock.lock();
        try {
            values.put(athlete, value);
        } finally {
            lock.unlock();
        }
    }

    /** Takes it away, so that nobody else gets it. */
    @Nullable
    T take(long athlete) {
        lock.lock();
        try {
            return values.remove(athlete);
        } finally {
            lock.unlock();
        }
    }
}
