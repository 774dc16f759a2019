package io.stravaai.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.simulation.Simulation.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A process that dies at any point of a small script, before and after each effect, begins anew and ends with the rows it
 * would have had.
 */
class CrashPointTest {

    /** The newest page, with which each sync begins; the page under way; one that shows where the history ends. */
    private static final int LISTED_AGAIN = 3;

    @Test
    void a_crash_at_any_point_changes_nothing_in_the_end() throws Exception {
        Script whole = Simulation.script(0);
        assertThat(whole.story()).isEmpty();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        int most = 0;
        long began = System.nanoTime();
        try {
            List<Future<Script>> runs = new ArrayList<>();
            for (long point = 1; point <= whole.points(); point++) {
                long halt = point;
                runs.add(threads.submit(() -> Simulation.script(halt)));
            }
            for (int i = 0; i < runs.size(); i++) {
                Script run = runs.get(i).get();
                assertThat(run.story()).as("halted at point %d", i + 1).isEmpty();
                assertThat(run.rows()).as("halted at point %d", i + 1).isEqualTo(whole.rows());
                most = Math.max(most, run.lists() - whole.lists());
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                "%d points at which the process was halted, %.0f s: the same rows each time, at most %d lists more than the %d"
                        + " without a crash%n",
                whole.points(), (System.nanoTime() - began) / 1e9, most, whole.lists());
        assertThat(most).isLessThanOrEqualTo(LISTED_AGAIN);
    }
}
