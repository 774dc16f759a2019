package io.stravaai.benchmarks;

import io.stravaai.benchmarks.analytics.AnalyticsBenchmark;
import io.stravaai.benchmarks.store.StoreBenchmark;
import io.stravaai.benchmarks.syncmodel.SyncModelBenchmark;
import java.util.ArrayList;
import java.util.List;

/** Runs the benchmarks, each in a process of its own. */
public final class Benchmarks {

    private static final String ALL = "all";

    private static final List<Class<?>> BENCHMARKS = List.of(
            ParseBenchmark.class,
            ListBenchmark.class,
            SyncBenchmark.class,
            StoreBenchmark.class,
            AnalyticsBenchmark.class,
            SyncModelBenchmark.class);

    private Benchmarks() {}

    /**
     * Runs one benchmark or all.
     *
     * @param args folder with the jars of javastrava, simple name of the benchmark or {@code all}, what a single one is to be
     *     given, separated by blanks
     * @throws IllegalArgumentException if there is no such benchmark, or if all are to be given the same
     */
    public static void main(String[] args) throws Exception {
        String name = args[1];
        List<Class<?>> chosen = BENCHMARKS.stream()
                .filter(benchmark ->
                        name.equals(ALL) || benchmark.getSimpleName().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("There is no benchmark " + name + ", but "
                    + BENCHMARKS.stream().map(Class::getSimpleName).toList());
        }
        List<String> arguments =
                args.length > 2 && !args[2].isBlank() ? List.of(args[2].strip().split(" +")) : List.of();
        if (chosen.size() > 1 && !arguments.isEmpty()) {
            throw new IllegalArgumentException("Name the benchmark that these arguments are for: " + arguments);
        }
        for (Class<?> benchmark : chosen) {
            List<String> childArguments = new ArrayList<>();
            if (benchmark == ListBenchmark.class) {
                childArguments.add(args[0]);
            }
            childArguments.addAll(arguments);
            ChildJvm.show(benchmark, childArguments);
        }
    }
}
