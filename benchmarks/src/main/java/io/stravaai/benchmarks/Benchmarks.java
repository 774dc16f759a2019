package io.stravaai.benchmarks;

import io.stravaai.benchmarks.syncmodel.SyncModelBenchmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the benchmarks, each in a process of its own. */
public final class Benchmarks {

    private static final String ALL = "all";

    private static final List<Class<?>> BENCHMARKS =
            List.of(ParseBenchmark.class, ListBenchmark.class, SyncBenchmark.class, SyncModelBenchmark.class);

    private Benchmarks() {}

    /**
     * Runs one benchmark or all.
     *
     * @param args folder with the jars of javastrava, simple name of the benchmark or {@code all}
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
        for (Class<?> benchmark : chosen) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    ChildJvm.CLASS_PATH,
                    benchmark.getName()));
            if (benchmark == ListBenchmark.class) {
                command.add(args[0]);
            }
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(benchmark.getSimpleName() + " ended with " + exit);
            }
        }
    }
}
