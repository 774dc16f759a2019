package io.stravaai.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is worth what it finds: each of these faults, put into the library, must make a seed fail. */
class MutantTest {

    /** So many seeds beside the one that has found it before. */
    private static final int BUDGET = 20;

    private static final List<String> TABLE = new ArrayList<>();

    static List<Mutant> common() {
        return Mutant.ALL.stream().filter(Mutant::isCommon).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("common")
    void a_seed_finds(Mutant mutant) throws Exception {
        MutatedLibrary library = MutatedLibrary.with(mutant);
        String invariant = library.run(mutant.seed())[4];
        long seed = mutant.seed();
        for (int other = 1; other <= BUDGET && invariant.isEmpty(); other++) {
            seed = other;
            invariant = library.run(other)[4];
        }
        TABLE.add(String.format("%-50s %4d  %s", mutant, seed, invariant.isEmpty() ? "not found" : invariant));
        assertThat(invariant)
                .as("what finds \"%s\" within %d seeds", mutant, BUDGET + 1)
                .isNotEmpty();
    }

    @Test
    void each_fault_still_fits_the_sources() throws Exception {
        for (Mutant mutant : Mutant.ALL) {
            MutatedLibrary.with(mutant);
        }
    }

    /**
     * All of them, or those with {@code simulation.mutant} in the name; each within so many seeds as {@code
     * simulation.mutants} says, and in how many of the first 300 each is found.
     */
    @Test
    @EnabledIfSystemProperty(named = "simulation.mutants", matches = "\\d+")
    void table() throws Exception {
        int most = Integer.getInteger("simulation.mutants");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> lines = new ArrayList<>();
            String name = System.getProperty("simulation.mutant", "");
            for (Mutant mutant : Mutant.ALL) {
                if (!mutant.toString().contains(name)) {
                    continue;
                }
                lines.add(threads.submit(() -> line(mutant, most)));
            }
            System.out.printf("%-50s %11s %12s%n", "fault", "seeds until", "of first " + Math.min(300, most));
            for (Future<String> line : lines) {
                System.out.println(line.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String line(Mutant mutant, int most) throws ReflectiveOperationException {
        MutatedLibrary library = MutatedLibrary.with(mutant);
        Map<String, Integer> found = new TreeMap<>();
        int first = 0;
        int failing = 0;
        for (int seed = 1; seed <= most && (seed <= 300 || first == 0); seed++) {
            String invariant = library.run(seed)[4];
            if (!invariant.isEmpty()) {
                first = first == 0 ? seed : first;
                failing += seed <= 300 ? 1 : 0;
                found.merge(invariant, 1, Integer::sum);
            }
        }
        return String.format("%-50s %11s %12d  %s", mutant, first == 0 ? "none" : first, failing, found);
    }

    @AfterAll
    static void print() {
        System.out.println("the seed that finds a fault put into the library, and the invariant");
        TABLE.forEach(System.out::println);
    }
}
