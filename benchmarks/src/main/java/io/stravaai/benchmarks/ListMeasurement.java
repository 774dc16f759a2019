package io.stravaai.benchmarks;

import java.util.function.ToIntFunction;

/** What both sides of {@link ListBenchmark} do in their processes. Needs no library. */
final class ListMeasurement {

    private final long started = System.nanoTime();
    private final int activities;
    private final int warmups;
    private final int lists;

    /**
     * Made at the start of a process.
     *
     * @param args the URL of the API, the number of activities, of lists to warm up, of lists that count
     */
    ListMeasurement(String[] args) {
        activities = Integer.parseInt(args[1]);
        warmups = Integer.parseInt(args[2]);
        lists = Integer.parseInt(args[3]);
    }

    /**
     * Prints milliseconds: from the start to the end of the first list, and the median of those after the warm-up.
     *
     * @param list lists all, reads each, and tells how many there were
     */
    void run(ToIntFunction<Sum> list) {
        Sum sum = new Sum();
        requireAll(list.applyAsInt(sum));
        double first = (System.nanoTime() - started) / 1e6;
        for (int i = 0; i < warmups; i++) {
            requireAll(list.applyAsInt(sum));
        }
        Figures warm = new Figures();
        for (int i = 0; i < lists; i++) {
            long begun = System.nanoTime();
            requireAll(list.applyAsInt(sum));
            warm.add((System.nanoTime() - begun) / 1e6);
        }
        System.out.println(first + " " + (lists == 0 ? 0 : warm.median()) + " " + sum.get());
    }

    private void requireAll(int count) {
        if (count != activities) {
            throw new IllegalStateException("Expected " + activities + " activities, but got " + count);
        }
    }
}
