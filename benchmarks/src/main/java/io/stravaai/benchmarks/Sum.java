package io.stravaai.benchmarks;

import org.jspecify.annotations.Nullable;

/** Uses what was read, and shows that all contenders have read the same. */
final class Sum {

    private long sum;

    void add(long value) {
        sum = 31 * sum + value;
    }

    void add(double value) {
        add((long) (value * 1000));
    }

    void add(@Nullable Number value) {
        add(value == null ? 0 : value.doubleValue());
    }

    void add(@Nullable Boolean value) {
        add(value == null ? 0L : value ? 1 : 2);
    }

    void add(@Nullable String value) {
        add(value == null ? 0L : value.length());
    }

    long get() {
        return sum;
    }
}
