package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an athlete is due, as the application's policy and its wishes for single athletes say. */
class WhenDueTest {

    private final World world = new World(server -> server.readLimits(10_000, 100_000));
    private final AthleteId athlete = world.athlete.id();

    @ParameterizedTest(name = "{0} after the newest activity the interval is {1}")
    @CsvSource({
        "PT0S,   PT1H",
        "PT15H,  PT1H",
        "PT16H,  PT2H",
        "PT31H,  PT2H",
        "PT32H,  PT4H",
        "PT128H, PT16H",
        "P8D,    PT16H",
        "P11D,   PT24H",
        "P4000D, PT24H",
        "PT-5H,  PT1H"
    })
    void the_interval_follows_how_long_an_athlete_has_been_idle(Duration idle, Duration interval) {
        SyncPolicy policy = SyncPolicy.defaults().withInterval(Duration.ofHours(1), Duration.ofHours(24));

        assertThat(policy.interval(idle)).isEqualTo(interval);
    }

    @Test
    void who_never_did_anything_is_due_as_seldom_as_can_be() {
        SyncPolicy policy = SyncPolicy.defaults().withInterval(Duration.ofHours(1), Duration.ofHours(24));

        assertThat(policy.interval(null)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void one_interval_is_everybodys() {
        SyncPolicy policy = SyncPolicy.defaults().withInterval(Duration.ofHours(2));

        assertThat(policy.interval(Duration.ZERO)).isEqualTo(Duration.ofHours(2));
        assertThat(policy.interval(Duration.ofDays(900))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void for_ever_is_no_time_to_reckon_with() {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        SyncPolicy policy = SyncPolicy.defaults();

        assertThatThrownBy(() -> policy.withRelistPeriod(forEver)).hasMessageContaining("relistPeriod");
        assertThatThrownBy(() -> policy.withInterval(forEver)).hasMessageContaining("interval");
        assertThatThrownBy(() -> policy.withLease(forEver)).hasMessageContaining("lease");
    }

    @Test
    void a_shortest_interval_that_is_the_longest_is_refused() {
        assertThatThrownBy(() -> SyncPolicy.defaults().withInterval(Duration.ofHours(3), Duration.ofHours(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT3H")
                .hasMessageContaining("PT2H");
    }

    @Test
    void an_athlete_who_rests_is_synced_ever_less_often_and_often_again_after_an_activity() {
        world.athlete.upload(FakeActivity.builder()
                .startDate(World.START.minus(Duration.ofHours(1)))
                .build());
        SyncEngine engine = engine(SyncPolicy.defaults().withInterval(Duration.ofHours(1), Duration.ofHours(24)));
        BackgroundSync background = background(engine);
        background.enroll(athlete);

        int active = syncsWithin(Duration.ofHours(12), background);
        world.clock.advance(Duration.ofDays(30));
        background.run();
        int resting = syncsWithin(Duration.ofDays(10), background);
        world.athlete.upload(
                FakeActivity.builder().startDate(world.clock.instant()).build());
        world.clock.advance(Duration.ofHours(27));
        background.run();
        int again = syncsWithin(Duration.ofHours(10), background);

        assertThat(active).isBetween(11, 14);
        assertThat(resting).isBetween(9, 11);
        assertThat(again).isBetween(4, 6);
    }

    @Test
    void the_newest_are_listed_when_they_were_listed_as_long_ago_as_is_allowed() {
        world.withHistory(3);
        SyncEngine engine = engine(SyncPolicy.defaults());
        SyncOptions options = SyncOptions.defaults().withNewestMaxAge(Duration.ofHours(2));
        engine.sync(athlete, options);
        Optional<Instant> due = world.store.syncState(athlete).orElseThrow().nextDueAt();
        int asked = world.listRequests();

        world.clock.advance(Duration.ofMinutes(90));
        SyncReport between = engine.sync(athlete, options);
        assertThat(between.requests()).isZero();
        assertThat(world.listRequests()).isEqualTo(asked);
        assertThat(world.store.syncState(athlete).orElseThrow().nextDueAt()).isEqualTo(due);

        world.clock.advance(Duration.ofMinutes(30));
        engine.sync(athlete, options);
        assertThat(world.listRequests()).isEqualTo(asked + 1);
    }

    @Test
    void what_could_not_be_asked_about_the_newest_is_asked_as_soon_as_there_is_quota() {
        World world = new World(server -> server.readLimits(100, 10_000)).withHistory(150);
        AthleteId athlete = world.athlete.id();
        world.engine.sync(athlete);
        world.clock.set(world.store.syncState(athlete).orElseThrow().nextDueAt().orElseThrow());
        List<StoredActivity> gone = world.store.list(ActivityQuery.of(athlete).limit(100));
        gone.forEach(activity -> world.athlete.delete(activity.id()));
        BackgroundSync background = BackgroundSync.builder()
                .engine(world.engine)
                .store(world.store)
                .executor(Runnable::run)
                .clock(world.clock)
                .build();

        background.run();
        world.clock.advance(Duration.ofMinutes(15));
        background.run();

        assertThat(world.store.list(ActivityQuery.of(athlete).limit(150))).hasSize(50);
    }

    @Test
    void history_that_is_refused_does_not_put_off_the_look_for_what_is_new() {
        World world = new World(server -> server.readLimits(100, 100)).withHistory(4_000);
        AthleteId athlete = world.athlete.id();
        world.engine.sync(athlete, SyncOptions.defaults().withMaxRequests(3));
        world.strava.useQuota(68);
        world.client.athletes().get(athlete);
        world.clock.advance(Duration.ofMinutes(4));

        SyncReport refused = world.engine.sync(athlete);

        assertThat(refused.resumeAt().orElseThrow()).isAfter(World.START.plus(Duration.ofHours(11)));
        assertThat(world.store.syncState(athlete).orElseThrow().nextDueAt().orElseThrow())
                .isBefore(World.START.plus(Duration.ofHours(7)));
    }

    @Test
    void a_range_that_is_refused_puts_nothing_off() {
        World world = new World(server -> server.readLimits(100, 100)).withHistory(100);
        AthleteId athlete = world.athlete.id();
        world.engine.sync(athlete);
        Optional<Instant> due = world.store.syncState(athlete).orElseThrow().nextDueAt();
        world.strava.useQuota(70);
        world.client.athletes().get(athlete);

        world.engine.sync(
                athlete,
                SyncOptions.defaults()
                        .withRange(World.START.minus(Duration.ofDays(900)), World.START.minus(Duration.ofDays(800))));

        assertThat(world.store.syncState(athlete).orElseThrow().nextDueAt()).isEqualTo(due);
    }

    @Test
    void an_interval_shorter_than_a_clock_can_tell_is_an_interval() {
        world.withHistory(3);
        SyncEngine engine = engine(SyncPolicy.defaults().withInterval(Duration.ofMillis(1)));
        BackgroundSync background = background(engine);
        world.clock.advance(Duration.ofNanos(123_456));
        background.enroll(athlete);
        for (int i = 0; i < 3; i++) {
            BackgroundReport report = background.run();

            assertThat(report.failures()).isEmpty();
            assertThat(report.reports()).hasSize(1);
            world.clock.advance(Duration.ofMinutes(16));
        }
    }

    @Test
    void the_newest_of_no_age_at_all_are_listed_once_in_a_walk() {
        world.withHistory(1_000);
        SyncEngine engine = engine(SyncPolicy.defaults());

        SyncReport report = engine.sync(athlete, SyncOptions.defaults().withNewestMaxAge(Duration.ZERO));

        assertThat(report.resumeAt()).isEmpty();
        assertThat(world.strava.exchanges().stream()
                        .filter(exchange -> exchange.path().equals(World.LIST)
                                && !exchange.query().containsKey("before")))
                .hasSize(1);
    }

    @Test
    void for_ever_is_an_age_and_less_than_nothing_is_none() {
        world.withHistory(3);
        SyncEngine engine = engine(SyncPolicy.defaults());
        engine.sync(athlete);
        SyncOptions options = SyncOptions.defaults().withNewestMaxAge(ChronoUnit.FOREVER.getDuration());

        assertThat(engine.sync(athlete, options).requests()).isZero();
        assertThatThrownBy(() -> options.withNewestMaxAge(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void who_was_withdrawn_is_not_due_however_often_the_application_syncs_by_itself() {
        world.withHistory(450);
        SyncEngine engine = engine(SyncPolicy.defaults());
        BackgroundSync background = background(engine);
        background.enroll(athlete);
        background.run();

        background.withdraw(athlete);
        background.withdraw(athlete);
        engine.sync(athlete);
        engine.sync(athlete, SyncOptions.defaults().withFullHistory());
        engine.syncIfStale(athlete, Duration.ZERO);
        engine.pauseBackfill(athlete);
        engine.resumeBackfill(athlete);
        world.tokens.delete(athlete);
        assertThatThrownBy(() -> engine.sync(athlete)).isNotNull();

        assertThat(engine.status(athlete).isWithdrawn()).isTrue();
        assertThat(engine.status(athlete).nextDueAt()).isEmpty();
        assertThat(engine.status(athlete).toString()).contains("withdrawn");
        assertThat(world.store.due(Instant.parse("9990-01-01T00:00:00Z"), 10)).isEmpty();
    }

    @Test
    void who_was_withdrawn_before_the_first_sync_is_not_due_after_it() {
        world.withHistory(3);
        SyncEngine engine = engine(SyncPolicy.defaults());
        background(engine).withdraw(athlete);

        assertThat(engine.sync(athlete).inserted()).isEqualTo(3);

        assertThat(engine.status(athlete).isWithdrawn()).isTrue();
    }

    @Test
    void who_was_withdrawn_is_due_at_once_when_enrolled_again() {
        SyncEngine engine = engine(SyncPolicy.defaults());
        BackgroundSync background = background(engine);
        background.enroll(athlete);
        background.withdraw(athlete);
        assertThat(background.run().reports()).isEmpty();

        background.enroll(athlete);

        assertThat(background.run().reports()).hasSize(1);
        assertThat(engine.status(athlete).isWithdrawn()).isFalse();
        assertThat(engine.status(athlete).nextDueAt()).isPresent();
    }

    @Test
    void a_withdrawal_in_the_middle_of_a_sync_outlasts_it() {
        world.withHistory(450);
        BackgroundSync[] background = new BackgroundSync[1];
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(new StravaListener() {
                    @Override
                    public void pageStored(SyncProgress progress) {
                        background[0].withdraw(athlete);
                    }
                })
                .build();
        background[0] = background(engine);
        background[0].enroll(athlete);

        assertThat(background[0].run().reports()).hasSize(1);

        assertThat(engine.status(athlete).isWithdrawn()).isTrue();
        assertThat(world.storedRaw()).hasSize(450);
    }

    @Test
    void who_was_claimed_by_a_node_that_died_is_due_again_after_the_lease() {
        world.withHistory(450);
        HookedStore store = new HookedStore(world.store);
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .policy(SyncPolicy.defaults().withLease(Duration.ofSeconds(90)))
                .build();
        BackgroundSync background = background(engine);
        background.enroll(athlete);
        store.beforeKnown = dying -> {
            store.beforeKnown = other -> {};
            throw new OutOfMemoryError("test");
        };
        assertThatThrownBy(background::run).isInstanceOf(OutOfMemoryError.class);

        world.clock.advance(Duration.ofSeconds(89));
        assertThat(background.run().reports()).isEmpty();
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(background.run().reports()).hasSize(1);
    }

    @Test
    void while_history_is_walked_the_lease_begins_anew_with_each_page() {
        world.withHistory(450);
        List<Instant> dueAfterPage = new ArrayList<>();
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .policy(SyncPolicy.defaults().withLease(Duration.ofSeconds(90)))
                .listener(new StravaListener() {
                    @Override
                    public void pageStored(SyncProgress progress) {
                        dueAfterPage.add(world.store
                                .syncState(athlete)
                                .orElseThrow()
                                .nextDueAt()
                                .orElseThrow());
                        world.clock.advance(Duration.ofSeconds(60));
                    }
                })
                .build();

        engine.sync(athlete);

        assertThat(dueAfterPage)
                .startsWith(World.START.plusSeconds(90), World.START.plusSeconds(150))
                .hasSizeGreaterThan(2);
    }

    private SyncEngine engine(SyncPolicy policy) {
        return SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .policy(policy)
                .build();
    }

    private BackgroundSync background(SyncEngine engine) {
        return BackgroundSync.builder()
                .engine(engine)
                .store(world.store)
                .executor(Runnable::run)
                .clock(world.clock)
                .build();
    }

    private int syncsWithin(Duration time, BackgroundSync background) {
        int syncs = 0;
        for (long minute = 0; minute < time.toMinutes(); minute += 5) {
            world.clock.advance(Duration.ofMinutes(5));
            syncs += background.run().reports().size();
        }
        return syncs;
    }
}
