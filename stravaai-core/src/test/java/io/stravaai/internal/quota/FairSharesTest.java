package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FairSharesTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-03-01T12:15:00Z");
    private static final AthleteId A = AthleteId.of(1);
    private static final AthleteId B = AthleteId.of(2);
    private static final AthleteId C = AthleteId.of(3);

    private final FairShares shares = new FairShares(Duration.ofMinutes(1), Duration.ofSeconds(450));
    private final Map<AthleteId, Long> taken = new HashMap<>();
    private Instant window = START;
    private Instant now = START;
    private long left = 70;

    @Test
    void an_athlete_alone_has_the_whole_lane() {
        assertThat(takeAll(A)).isEqualTo(70);
    }

    @Test
    void athletes_who_all_ask_get_the_same() {
        takeInTurns(A, B, C);

        assertThat(left).isZero();
        assertThat(taken(A)).isEqualTo(24);
        assertThat(taken(B)).isEqualTo(23);
        assertThat(taken(C)).isEqualTo(23);
    }

    @Test
    void one_who_asks_ten_times_as_often_gets_no_more() {
        take(B);
        Random random = new Random(1);
        while (left > 0) {
            AthleteId athlete = random.nextInt(11) == 0 ? B : A;
            take(athlete);
        }
        assertThat(taken(A)).isEqualTo(35);
        assertThat(taken(B)).isEqualTo(35);
    }

    @Test
    void who_comes_late_shares_what_is_left_with_those_who_have_no_more() {
        for (int i = 0; i < 60; i++) {
            take(A);
        }
        take(B);
        take(C);

        assertThat(takeAll(B)).isEqualTo(4);
        assertThat(takeAll(A)).isZero();
        assertThat(takeAll(C)).isEqualTo(4);
    }

    @Test
    void who_was_served_and_does_not_go_on_is_waited_for_one_minute() {
        take(B);
        now = START.plusSeconds(10);
        takeAll(A);

        assertThat(taken(A)).isEqualTo(35);
        assertThat(turn(A)).isEqualTo(START.plusSeconds(60));
        now = START.plusSeconds(60);
        assertThat(takeAll(A)).isEqualTo(34);
        assertThat(left).isZero();
    }

    @Test
    void who_was_refused_in_the_window_before_is_waited_for_half_a_window() {
        left = 0;
        refuse(B, NEXT);
        nextWindow();

        takeAll(A);
        assertThat(taken(A)).isEqualTo(35);
        assertThat(turn(A)).isEqualTo(NEXT.plusSeconds(450));
        now = NEXT.plusSeconds(450);
        takeAll(A);
        assertThat(left).isZero();
    }

    @Test
    void who_came_and_did_not_want_more_has_no_claim_in_the_next_window() {
        take(B);
        nextWindow();

        assertThat(takeAll(A)).isEqualTo(70);
    }

    @Test
    void who_does_not_come_back_has_a_claim_in_one_window_only() {
        refuse(B, NEXT);
        nextWindow();
        nextWindow();
        assertThat(turn(A)).isEqualTo(now);
        nextWindow();

        assertThat(takeAll(A)).isEqualTo(70);
    }

    @Test
    void who_was_told_to_come_tomorrow_is_waited_for_then_and_not_before() {
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        refuse(B, midnight);
        while (now.isBefore(midnight.minusSeconds(900))) {
            nextWindow();
            assertThat(turn(A)).isEqualTo(now);
            assertThat(shares.waiting(now, window)).isZero();
        }
        nextWindow();

        assertThat(shares.waiting(now, window)).isEqualTo(1);
        takeAll(A);
        assertThat(taken(A)).isEqualTo(35);
    }

    @Test
    void in_the_last_two_minutes_nobody_is_waited_for_longer_than_half_a_minute() {
        now = START.plusSeconds(600);
        refuse(B, START.plusSeconds(780));
        takeAll(A);
        assertThat(taken(A)).isEqualTo(35);

        assertThat(turn(A)).isEqualTo(START.plusSeconds(810));
        now = START.plusSeconds(810);
        takeAll(A);
        assertThat(left).isZero();
    }

    @Test
    void everybody_gets_one_before_anybody_gets_two() {
        left = 10;
        for (int i = 1; i <= 30; i++) {
            refuse(AthleteId.of(i), NEXT);
        }
        nextWindow();
        left = 10;
        for (int i = 1; i <= 30; i++) {
            takeAll(AthleteId.of(i));
        }
        assertThat(left).isZero();
        for (int i = 1; i <= 10; i++) {
            assertThat(taken(AthleteId.of(i))).isEqualTo(1);
        }
    }

    /** In the worst order: those who came first come first in each window. */
    @Test
    void who_waits_longest_comes_first_where_a_window_cannot_serve_all() {
        Map<Integer, Integer> longest = new HashMap<>();
        Map<Integer, Integer> since = new HashMap<>();
        for (int i = 1; i <= 30; i++) {
            refuse(AthleteId.of(i), NEXT);
        }
        nextWindow();
        for (int round = 0; round < 50; round++) {
            left = 10;
            for (int i = 1; i <= 30; i++) {
                AthleteId athlete = AthleteId.of(i);
                int before = since.getOrDefault(i, -1);
                if (takeAll(athlete) > 0) {
                    since.put(i, round);
                    longest.merge(i, round - before, Math::max);
                }
                refuse(athlete, window.plusSeconds(900));
            }
            assertThat(left).isZero();
            nextWindow();
        }
        // 30 athletes, 10 a window: each has its turn in every third.
        assertThat(longest).hasSize(30);
        assertThat(longest.values()).allMatch(windows -> windows <= 3);
    }

    @Test
    void where_all_can_be_served_nobody_waits() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            left = 12;
            int wanting = 2 + random.nextInt(11);
            for (int i = 1; i <= wanting; i++) {
                refuse(AthleteId.of(i), window.plusSeconds(900));
            }
            nextWindow();
            left = 12;
            for (int i = 1; i <= wanting; i++) {
                takeAll(AthleteId.of(i));
                assertThat(taken(AthleteId.of(i)))
                        .as("round %d, %d of %d", round, i, wanting)
                        .isBetween(12L / wanting, 12L / wanting + 1);
            }
            nextWindow();
        }
    }

    @Test
    void those_who_wait_are_counted_until_they_were_served_or_gave_up() {
        refuse(A, NEXT);
        refuse(B, NEXT);
        assertThat(shares.waiting(now, window)).isZero();
        nextWindow();
        assertThat(shares.waiting(now, window)).isEqualTo(2);
        take(A);
        assertThat(shares.waiting(now, window)).isEqualTo(1);
        assertThat(shares.firstGivesUp(now, window, NEXT.plusSeconds(900))).isEqualTo(NEXT.plusSeconds(450));
        assertThat(shares.waiting(NEXT.plusSeconds(450), window)).isZero();
    }

    @Test
    void no_more_athletes_are_remembered_than_there_is_room_for() {
        LongStream.rangeClosed(1, FairShares.MOST + 500).forEach(id -> refuse(AthleteId.of(id), NEXT));
        assertThat(shares.size()).isEqualTo(FairShares.MOST);

        // One who is not remembered comes behind those who are, and one of them is served.
        nextWindow();
        assertThat(turn(AthleteId.of(FairShares.MOST + 400))).isNotEqualTo(now);
        assertThat(turn(AthleteId.of(5))).isEqualTo(now);
        nextWindow();
        nextWindow();
        assertThat(shares.waiting(now, window)).isZero();
        assertThat(shares.size()).isZero();
    }

    @Test
    void a_refusal_into_the_far_future_is_forgotten() {
        refuse(A, START.plus(Duration.ofDays(400)));
        nextWindow();
        turn(B);

        assertThat(shares.size()).isZero();
    }

    @Test
    void threads_may_ask_together() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            AthleteId athlete = AthleteId.of(1 + thread % 4);
            pool.execute(() -> {
                for (int i = 0; i < 2_000; i++) {
                    shares.turn(athlete, 10, START, START);
                    shares.served(athlete, START, START);
                    shares.refused(athlete, START, START, NEXT);
                    shares.waiting(NEXT, START);
                }
                done.countDown();
            });
        }
        pool.shutdown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shares.size()).isEqualTo(4);
    }

    private long taken(AthleteId athlete) {
        return taken.getOrDefault(athlete, 0L);
    }

    private Instant turn(AthleteId athlete) {
        return shares.turn(athlete, left, now, window);
    }

    private boolean take(AthleteId athlete) {
        if (left <= 0 || !now.equals(turn(athlete))) {
            return false;
        }
        shares.served(athlete, now, window);
        left--;
        taken.merge(athlete, 1L, Long::sum);
        return true;
    }

    private long takeAll(AthleteId athlete) {
        long count = 0;
        while (take(athlete)) {
            count++;
        }
        return count;
    }

    private void takeInTurns(AthleteId... athletes) {
        boolean any = true;
        while (any) {
            any = false;
            for (AthleteId athlete : athletes) {
                any |= take(athlete);
            }
        }
    }

    private void refuse(AthleteId athlete, Instant comesBack) {
        shares.refused(athlete, now, window, comesBack);
    }

    private void nextWindow() {
        window = window.plusSeconds(900);
        now = window;
        left = 70;
        taken.clear();
    }
}
