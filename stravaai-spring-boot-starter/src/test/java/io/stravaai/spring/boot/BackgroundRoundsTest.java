package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import io.stravaai.spring.boot.StravaAiProperties.Sync;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.BackgroundReport.End;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** When a node looks who is due. */
class BackgroundRoundsTest {

    private static final Instant START = Instant.parse("2026-03-28T00:00:00Z");

    private final TestClock clock = TestClock.at(START);
    private final List<Instant> runs = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private Instant resumeAt;
    private boolean othersHaveTheLock;
    private int failures;

    @Test
    void without_cron_it_looks_in_each_poll_interval() {
        BackgroundRounds rounds = rounds();

        assertThat(rounds.first()).isBetween(Duration.ZERO, Duration.ofSeconds(15));
        runUntil(rounds, START.plusSeconds(60));

        assertThat(runs)
                .containsExactly(
                        START,
                        START.plusSeconds(15),
                        START.plusSeconds(30),
                        START.plusSeconds(45),
                        START.plusSeconds(60));
    }

    @Test
    void nodes_that_start_together_do_not_look_together() {
        List<Duration> firsts = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            firsts.add(rounds(new Random(seed)).first());
        }

        assertThat(firsts).doesNotHaveDuplicates();
    }

    @Test
    void when_the_quota_is_used_up_nobody_is_looked_for_until_there_is_some() {
        BackgroundRounds rounds = rounds();
        ends(End.QUOTA);
        resumeAt = START.plusSeconds(600);

        runUntil(rounds, START.plusSeconds(630));

        assertThat(runs).startsWith(START, START.plusSeconds(600)).hasSize(4);
    }

    @Test
    void a_poll_interval_of_minutes_is_kept() {
        BackgroundRounds rounds = rounds("poll-interval", "10m");

        runUntil(rounds, START.plus(Duration.ofMinutes(25)));

        assertThat(runs).containsExactly(START, START.plus(Duration.ofMinutes(10)), START.plus(Duration.ofMinutes(20)));
    }

    @Test
    void an_application_that_strava_bars_asks_again_after_a_quarter_of_an_hour() {
        BackgroundRounds rounds = rounds();
        ends(End.STRAVA);

        runUntil(rounds, START.plus(Duration.ofMinutes(15)));

        assertThat(runs).containsExactly(START, START.plus(Duration.ofMinutes(15)));
    }

    @Test
    void while_another_node_has_the_lock_this_one_looks_again_and_does_nothing() {
        BackgroundRounds rounds = rounds();
        othersHaveTheLock = true;
        runUntil(rounds, START.plusSeconds(60));
        assertThat(runs).isEmpty();

        othersHaveTheLock = false;
        runUntil(rounds, START.plusSeconds(75));

        assertThat(runs).containsExactly(START.plusSeconds(75));
    }

    @Test
    void with_cron_rounds_begin_at_its_times_in_utc_and_end_when_nobody_is_due() {
        // The clocks of Europe are put forward in the second night.
        BackgroundRounds rounds = rounds("cron", "0 30 2 * * *");
        ends(End.LIMIT, End.LIMIT, End.DONE, End.DONE, End.DONE);

        assertThat(rounds.first()).isEqualTo(BackgroundRounds.LONGEST_DELAY);
        runUntil(rounds, START.plus(Duration.ofDays(3)));

        Instant first = Instant.parse("2026-03-28T02:30:00Z");
        assertThat(runs)
                .containsExactly(
                        first,
                        first.plusSeconds(15),
                        first.plusSeconds(30),
                        first.plus(Duration.ofDays(1)),
                        first.plus(Duration.ofDays(2)));
    }

    @Test
    void a_round_that_runs_out_of_quota_goes_on_when_there_is_some() {
        BackgroundRounds rounds = rounds("cron", "0 0 3 * * *");
        Instant three = Instant.parse("2026-03-28T03:00:00Z");
        ends(End.QUOTA, End.DONE);
        resumeAt = three.plus(Duration.ofMinutes(15));

        runUntil(rounds, three.plus(Duration.ofHours(2)));

        assertThat(runs).containsExactly(three, three.plus(Duration.ofMinutes(15)));
    }

    @Test
    void a_history_that_takes_more_than_a_window_of_quota_is_fetched_in_one_round() {
        FakeStrava strava =
                FakeStrava.builder().clock(clock).readLimits(10, 1000).build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(START.minus(Duration.ofDays(2000)), START, 2600);
        TokenStore tokens = InMemoryStores.tokens();
        tokens.put(athlete.id(), athlete.grant());
        ActivityStore activities = InMemoryStores.activities();
        StravaClient client = StravaClient.builder()
                .credentials(strava.credentials())
                .tokenStore(tokens)
                .clock(clock)
                .okHttp(strava.inProcess())
                .build();
        SyncEngine engine = SyncEngine.builder()
                .client(client)
                .store(activities)
                .clock(clock)
                .build();
        BackgroundSync background = BackgroundSync.builder()
                .engine(engine)
                .store(activities)
                .executor(Runnable::run)
                .clock(clock)
                .build();
        BackgroundRounds rounds = new BackgroundRounds(
                properties("cron", "0 0 3 * * *"), background, SyncLock.NONE, null, clock, new Random(1));
        background.enroll(athlete.id());

        runUntil(rounds, Instant.parse("2026-03-28T04:00:00Z"));

        assertThat(engine.status(athlete.id()).isHistoryComplete()).isTrue();
        assertThat(rounds.look()).isEqualTo(BackgroundRounds.LONGEST_DELAY);
    }

    @Test
    void whoever_waited_for_the_lock_also_takes_those_whom_a_dead_node_had_claimed() {
        BackgroundRounds rounds = rounds("cron", "0 0 3 * * *");
        Instant three = Instant.parse("2026-03-28T03:00:00Z");
        othersHaveTheLock = true;
        runUntil(rounds, three.plusSeconds(60));
        othersHaveTheLock = false;

        runUntil(rounds, three.plus(Duration.ofHours(1)));

        // The other one was last seen at a minute; its claims end 90 seconds later at most.
        assertThat(runs).startsWith(three.plusSeconds(75)).endsWith(three.plusSeconds(165));
    }

    @Test
    void a_lock_that_fails_ends_nothing() {
        BackgroundRounds rounds = new BackgroundRounds(
                properties(),
                new Background(),
                () -> {
                    if (clock.instant().isBefore(START.plusSeconds(30))) {
                        throw new IllegalStateException("The database is gone");
                    }
                    return Optional.of(() -> {});
                },
                null,
                clock,
                new Random(1));

        runUntil(rounds, START.plusSeconds(30));

        assertThat(runs).containsExactly(START.plusSeconds(30));
    }

    @Test
    void a_clock_that_is_set_back_puts_nothing_off() {
        BackgroundRounds rounds = rounds();
        runUntil(rounds, START);
        Instant earlier = START.minus(Duration.ofDays(3));

        clock.set(earlier);
        runUntil(rounds, earlier.plusSeconds(15));

        assertThat(runs).containsExactly(START, earlier, earlier.plusSeconds(15));
    }

    @Test
    void a_clock_that_is_set_back_meets_the_times_of_the_cron_again() {
        BackgroundRounds rounds = rounds("cron", "0 0 3 * * *");
        Instant three = Instant.parse("2026-03-28T03:00:00Z");
        othersHaveTheLock = true;
        runUntil(rounds, three);
        othersHaveTheLock = false;
        Instant threeAgain = three.minus(Duration.ofDays(2));

        clock.set(threeAgain.minus(Duration.ofHours(1)));
        runUntil(rounds, threeAgain.plus(Duration.ofHours(1)));

        assertThat(runs.get(0)).isEqualTo(threeAgain.minus(Duration.ofHours(1)));
        assertThat(runs).contains(threeAgain).last().isEqualTo(threeAgain);
    }

    @Test
    void a_clock_that_is_set_back_prolongs_a_pause_to_a_day_at_most() {
        BackgroundRounds rounds = rounds();
        ends(End.QUOTA);
        resumeAt = START.plusSeconds(600);
        runUntil(rounds, START);
        Instant earlier = START.minus(Duration.ofDays(30));

        clock.set(earlier);
        runUntil(rounds, earlier.plus(Duration.ofDays(1)));

        assertThat(runs).containsExactly(START, earlier.plus(Duration.ofDays(1)));
    }

    @Test
    void runs_with_somebody_to_sync_are_kept_latest_first_and_the_latest_of_all_besides() {
        BackgroundRounds rounds = rounds();
        failures = 30;

        runUntil(rounds, START.plusSeconds(29 * 15));
        runUntil(rounds, START.plusSeconds(40 * 15));

        assertThat(rounds.reports()).hasSize(20);
        assertThat(rounds.reports().get(0).startedAt()).isEqualTo(START.plusSeconds(29 * 15));
        assertThat(rounds.latest().orElseThrow().startedAt()).isEqualTo(START.plusSeconds(40 * 15));
    }

    @Test
    void a_run_beside_one_of_the_applications_own_is_not_kept() {
        BackgroundRounds rounds = rounds();
        ends(End.BUSY);

        rounds.look();

        assertThat(rounds.latest()).isEmpty();
    }

    @Test
    void old_history_is_removed_once_an_hour() {
        List<Instant> pruned = new ArrayList<>();
        BackgroundRounds rounds = new BackgroundRounds(
                properties(), new Background(), SyncLock.NONE, new PrunedHistory(pruned), clock, new Random(1));

        runUntil(rounds, START.plus(Duration.ofHours(2)));

        assertThat(pruned)
                .containsExactly(
                        START.minus(Duration.ofDays(30)),
                        START.minus(Duration.ofDays(30)).plus(Duration.ofHours(1)),
                        START.minus(Duration.ofDays(30)).plus(Duration.ofHours(2)));
    }

    private void ends(End... next) {
        ends.addAll(List.of(next));
    }

    private BackgroundRounds rounds(String... nameAndValue) {
        return rounds(new Random(1), nameAndValue);
    }

    private BackgroundRounds rounds(Random random, String... nameAndValue) {
        return new BackgroundRounds(
                properties(nameAndValue),
                new Background(),
                () -> othersHaveTheLock ? Optional.empty() : Optional.of(() -> {}),
                null,
                clock,
                random);
    }

    private static Sync properties(String... nameAndValue) {
        Map<String, String> values =
                nameAndValue.length == 0 ? Map.of() : Map.of("stravaai.sync." + nameAndValue[0], nameAndValue[1]);
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("stravaai", StravaAiProperties.class)
                .sync();
    }

    /** As the timer would. */
    private void runUntil(BackgroundRounds rounds, Instant end) {
        while (!clock.instant().isAfter(end)) {
            Duration delay = rounds.look();
            if (clock.instant().plus(delay).isAfter(end)) {
                clock.set(end.plusMillis(1));
                break;
            }
            clock.advance(delay);
        }
        clock.set(end.plus(Duration.ofSeconds(15)));
    }

    /** Ends as it is told to. */
    private final class Background implements BackgroundSync {

        @Override
        public void enroll(AthleteId athlete) {}

        @Override
        public void withdraw(AthleteId athlete) {}

        @Override
        public BackgroundReport run() {
            runs.add(clock.instant());
            End end = ends.isEmpty() ? End.DONE : ends.remove(0);
            return BackgroundReport.builder(end, clock.instant(), clock.instant())
                    .resumeAt(end == End.QUOTA ? resumeAt : null)
                    .failures(failures-- > 0 ? Map.of(AthleteId.of(1), new IllegalStateException()) : Map.of())
                    .build();
        }

        @Override
        public boolean stop(Duration wait) {
            return true;
        }

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }
}
