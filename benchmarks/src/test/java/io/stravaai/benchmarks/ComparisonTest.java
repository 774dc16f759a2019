package io.stravaai.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Comparison.Operation QUICK = index -> {};
    private static final Comparison.Operation SLOW = index -> {
        long end = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    };

    @Test
    void a_store_that_takes_much_longer_has_missed() throws Exception {
        Comparison times = Comparison.ofTimes("task", "store", "rival", 1.3);
        Comparison rates = Comparison.ofRows("task", "store", "rival", 200, 0.7);
        measure(times, SLOW, QUICK);
        measure(rates, SLOW, QUICK);

        assertThat(times.isReached()).isFalse();
        assertThat(rates.isReached()).isFalse();
        assertThat(times).asString().endsWith("wanted at most 1.30: MISSED");
    }

    @Test
    void a_store_that_takes_much_shorter_has_reached_it() throws Exception {
        Comparison times = Comparison.ofTimes("task", "store", "rival", 1.3);
        Comparison rates = Comparison.ofRows("task", "store", "rival", 200, 0.7);
        measure(times, QUICK, SLOW);
        measure(rates, QUICK, SLOW);

        assertThat(times.isReached()).isTrue();
        assertThat(rates.isReached()).isTrue();
        assertThat(rates).asString().endsWith("wanted at least 0.70");
    }

    @Test
    void both_do_all_operations_in_turn_and_go_first_equally_often() throws Exception {
        List<String> order = new ArrayList<>();
        Comparison.ofTimes("task", "store", "rival", 1)
                .round(4, index -> order.add("store " + index), index -> order.add("rival " + index));

        assertThat(order)
                .containsExactly(
                        "store 0", "rival 0", "rival 1", "store 1", "store 2", "rival 2", "rival 3", "store 3");
    }

    private static void measure(Comparison comparison, Comparison.Operation store, Comparison.Operation rival)
            throws Exception {
        for (int round = 0; round < Comparison.WARM_UP + 1; round++) {
            comparison.round(3, store, rival);
        }
    }
}
