package io.stravaai.benchmarks.analytics;

import java.util.Arrays;

/**
 * Computes the metrics of a long ride and of twenty years, beside reading what they are computed from; again, with the results
 * kept; and after one activity more: see {@code docs/benchmarks.md}.
 */
public final class AnalyticsBenchmark {

    private AnalyticsBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args number of rounds, then numbers of activities, of which the second is measured closely; 5, 1000, 10000 and
     *     100000 by default
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int[] sizes = args.length > 1
                ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {1_000, 10_000, 100_000};
        new AnalyticsMeasurement(rounds, 4 * 3600, sizes, System.out).run();
        // The pool and the driver leave threads behind.
        System.exit(0);
    }
}
