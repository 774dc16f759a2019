package io.stravaai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void nothing_is_covered_at_first() {
        assertThat(Coverage.none().isComplete()).isFalse();
        assertThat(Coverage.none().resumeBefore()).isEmpty();
        assertThat(Coverage.none().format()).isEmpty();
    }

    @Test
    void intervals_that_touch_become_one() {
        Coverage coverage = Coverage.none().plus(at(5), at(9)).plus(at(1), at(5));

        assertThat(coverage.intervals()).containsExactly(new Coverage.Interval(at(1), at(9)));
    }

    @Test
    void the_newest_gap_is_filled_first() {
        Coverage coverage = Coverage.none().plus(Coverage.BEGINNING, at(3)).plus(at(7), at(9));

        assertThat(coverage.isComplete()).isFalse();
        assertThat(coverage.resumeBefore()).contains(at(7));
        assertThat(coverage.plus(at(3), at(7)).isComplete()).isTrue();
    }

    @Test
    void a_gap_filled_down_to_the_beginning_swallows_what_is_older() {
        Coverage coverage =
                Coverage.none().plus(at(1), at(3)).plus(at(7), at(9)).plus(Coverage.BEGINNING, at(7));

        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.resumeBefore()).isEmpty();
    }

    @Test
    void ends_in_the_wrong_order_cover_nothing() {
        assertThat(Coverage.none().plus(at(5), at(4))).isEqualTo(Coverage.none());
    }

    @Test
    void the_format_is_read_again() {
        Coverage coverage = Coverage.none().plus(Coverage.BEGINNING, at(3)).plus(at(7), at(9));

        assertThat(Coverage.parse(coverage.format())).isEqualTo(coverage);
        assertThat(Coverage.parse("")).isEqualTo(Coverage.none());
        assertThatThrownBy(() -> Coverage.parse("2020")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void random_intervals_cover_exactly_their_union() {
        long seed = 20261120;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Coverage coverage = Coverage.none();
            BitSet union = new BitSet();
            for (int i = 0; i < 8; i++) {
                int from = random.nextInt(40);
                int to = from + random.nextInt(6);
                coverage = coverage.plus(at(from), at(to));
                // Twice the resolution, so that 1..2 and 3..4 do not touch.
                union.set(2 * from, 2 * to + 1);
            }
            BitSet covered = new BitSet();
            for (Coverage.Interval interval : coverage.intervals()) {
                covered.set(2 * second(interval.from()), 2 * second(interval.to()) + 1);
            }
            assertThat(covered).as("seed %d, round %d", seed, round).isEqualTo(union);
            assertThat(Coverage.parse(coverage.format())).isEqualTo(coverage);
        }
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(1_700_000_000L + second);
    }

    private static int second(Instant instant) {
        return (int) (instant.getEpochSecond() - 1_700_000_000L);
    }
}
