package io.stravaai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {

    @Test
    void nothing_is_covered_at_first() {
        assertThat(Coverage.none().isComplete()).isFalse();
        assertThat(Coverage.none().resumeBefore()).isEmpty();
        assertThat(Coverage.none().gapBelow(at(9), at(1))).contains(at(9));
        assertThat(Coverage.none().format()).isEmpty();
    }

    @Test
    void intervals_that_touch_leave_no_gap_and_keep_their_instants() {
        Coverage coverage = Coverage.none().listed(at(5), at(9), at(20)).listed(Coverage.BEGINNING, at(5), at(21));

        assertThat(coverage.intervals())
                .containsExactly(
                        new Coverage.Interval(Coverage.BEGINNING, at(5), at(21)),
                        new Coverage.Interval(at(5), at(9), at(20)));
        assertThat(coverage.isComplete()).isTrue();
    }

    @Test
    void the_newest_gap_is_filled_first() {
        Coverage coverage = Coverage.none()
                .listed(Coverage.BEGINNING, at(1), at(20))
                .listed(at(3), at(5), at(20))
                .listed(at(7), at(9), at(20));

        assertThat(coverage.isComplete()).isFalse();
        assertThat(coverage.resumeBefore()).contains(at(7));
        assertThat(coverage.listed(at(5), at(7), at(21)).resumeBefore()).contains(at(3));
        assertThat(coverage.listed(at(0), at(7), at(21)).isComplete()).isTrue();
    }

    @Test
    void a_gap_is_looked_for_within_bounds() {
        Coverage coverage =
                Coverage.none().listed(Coverage.BEGINNING, at(1), at(20)).listed(at(7), at(9), at(20));

        assertThat(coverage.gapBelow(at(8), at(7))).isEmpty();
        assertThat(coverage.gapBelow(at(8), at(6))).contains(at(7));
        assertThat(coverage.gapBelow(at(5), at(2))).contains(at(5));
        assertThat(coverage.gapBelow(at(1), Coverage.BEGINNING)).isEmpty();
        assertThat(coverage.gapBelow(at(12), at(8))).contains(at(12));
    }

    @Test
    void what_slides_out_of_the_newest_window_joins_what_is_older_and_counts_as_listed_then() {
        Coverage coverage = Coverage.none().listed(at(5), at(9), at(20)).listed(at(1), at(5), at(10));

        Coverage slid = coverage.listed(at(7), at(12), at(30));

        assertThat(slid.intervals())
                .containsExactly(
                        new Coverage.Interval(at(1), at(7), at(10)), new Coverage.Interval(at(7), at(12), at(30)));
    }

    @Test
    void the_rest_of_a_window_that_a_page_did_not_reach_stays_by_itself_if_the_next_one_was_listed_later() {
        Coverage coverage = Coverage.none()
                .listed(at(8), at(9), at(22))
                .listed(at(4), at(8), at(10))
                .listed(at(1), at(4), at(11));

        Coverage again = coverage.listed(at(5), at(8), at(30));

        assertThat(again.intervals())
                .containsExactly(
                        new Coverage.Interval(at(1), at(4), at(11)),
                        new Coverage.Interval(at(4), at(5), at(10)),
                        new Coverage.Interval(at(5), at(8), at(30)),
                        new Coverage.Interval(at(8), at(9), at(22)));
        assertThat(again.listed(at(2), at(5), at(31)).intervals())
                .startsWith(new Coverage.Interval(at(1), at(2), at(11)), new Coverage.Interval(at(2), at(5), at(31)));
    }

    @Test
    void a_rest_that_borders_on_a_gap_stays_by_itself() {
        Coverage coverage = Coverage.none().listed(at(1), at(2), at(10)).listed(at(4), at(8), at(11));

        assertThat(coverage.listed(at(6), at(9), at(30)).intervals())
                .containsExactly(
                        new Coverage.Interval(at(1), at(2), at(10)),
                        new Coverage.Interval(at(4), at(6), at(11)),
                        new Coverage.Interval(at(6), at(9), at(30)));
    }

    @Test
    void a_start_that_is_taken_out_is_a_gap() {
        Coverage coverage =
                Coverage.none().listed(Coverage.BEGINNING, at(9), at(20)).without(at(5), at(5));

        assertThat(coverage.resumeBefore()).contains(at(6));
        assertThat(coverage.listed(at(3), at(6), at(21)).isComplete()).isTrue();
    }

    @Test
    void ends_in_the_wrong_order_cover_nothing() {
        assertThat(Coverage.none().listed(at(5), at(4), at(9))).isEqualTo(Coverage.none());
    }

    @Test
    void the_format_is_read_again() {
        Coverage coverage =
                Coverage.none().listed(Coverage.BEGINNING, at(3), at(20)).listed(at(7), at(9), at(21));

        assertThat(Coverage.parse(coverage.format())).isEqualTo(coverage);
        assertThat(Coverage.parse("")).isEqualTo(Coverage.none());
        assertThatThrownBy(() -> Coverage.parse("2020")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Beside an array that holds, for each second, when it was last listed. */
    @Test
    void random_listings_cover_exactly_their_union_and_never_count_as_listed_later_than_they_were() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            Coverage coverage = Coverage.none();
            int[] listed = new int[50];
            Arrays.fill(listed, -1);
            for (int i = 0; i < 12; i++) {
                int from = random.nextInt(40);
                int to = from + random.nextInt(8);
                if (random.nextInt(6) == 0) {
                    coverage = coverage.without(at(from), at(to));
                    Arrays.fill(listed, from, to + 1, -1);
                } else {
                    coverage = coverage.listed(at(from), at(to), at(100 + i));
                    Arrays.fill(listed, from, to + 1, 100 + i);
                }
            }
            for (int second = 0; second < listed.length; second++) {
                int claimed = -1;
                for (Coverage.Interval interval : coverage.intervals()) {
                    boolean within = second(interval.from()) <= second && second <= second(interval.to());
                    // At an edge the newer listing counts.
                    claimed = within ? Math.max(claimed, second(interval.listedAt())) : claimed;
                }
                assertThat(claimed < 0)
                        .as("seed %d, round %d, second %d of %s", seed, round, second, coverage)
                        .isEqualTo(listed[second] < 0);
                assertThat(claimed)
                        .as("seed %d, round %d, second %d of %s", seed, round, second, coverage)
                        .isLessThanOrEqualTo(listed[second]);
            }
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
