package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.internal.quota.StravaRateLimiter;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Syncs that have not quota enough. */
class SyncQuotaTest {

    @Test
    void out_of_quota_the_sync_is_partial_and_later_windows_complete_it() {
        World world = new World(server -> server.readLimits(3, 1000)).withHistory(1132);
        SyncOptions interactive = SyncOptions.defaults().withLane(Lane.INTERACTIVE);

        SyncReport first = world.engine.sync(world.athlete.id(), interactive);

        assertThat(first.status()).isEqualTo(Status.PARTIAL);
        assertThat(first.resumeAt()).contains(Instant.parse("2026-03-01T12:15:00Z"));
        assertThat(first.inserted()).isGreaterThanOrEqualTo(200);
        int sent = world.listRequests();
        SyncReport again = world.engine.sync(world.athlete.id(), interactive);
        assertThat(again.status()).isEqualTo(Status.PARTIAL);
        assertThat(again.requests()).isZero();
        assertThat(world.listRequests()).isEqualTo(sent);

        int inserted = first.inserted();
        SyncReport last = first;
        for (int window = 0; window < 6 && last.status() == Status.PARTIAL; window++) {
            world.clock.set(last.resumeAt().orElseThrow());
            last = world.engine.sync(world.athlete.id(), interactive);
            inserted += last.inserted();
        }
        assertThat(last.status()).isEqualTo(Status.COMPLETE);
        assertThat(inserted).isEqualTo(1132);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
        assertThat(world.strava.exchanges()).noneMatch(exchange -> exchange.status() == 429);
    }

    @Test
    void after_a_429_no_request_is_sent_until_the_window_ends() {
        World world = new World(server -> server.readLimits(3, 1000)).withHistory(1132);
        world.strava.useQuota(1);

        SyncReport first = world.engine.sync(world.athlete.id());
        world.strava.useQuota(5);
        world.clock.set(Instant.parse("2026-03-01T12:15:00Z"));
        world.strava.useQuota(3);
        SyncReport second = world.engine.sync(world.athlete.id());
        int sent = world.listRequests();
        world.clock.set(Instant.parse("2026-03-01T12:29:59Z"));
        SyncReport third = world.engine.sync(world.athlete.id());

        assertThat(first.status()).isEqualTo(Status.PARTIAL);
        assertThat(second.requests()).isEqualTo(1);
        assertThat(second.resumeAt()).contains(Instant.parse("2026-03-01T12:30:00Z"));
        assertThat(third.requests()).isZero();
        assertThat(third.resumeAt()).contains(Instant.parse("2026-03-01T12:30:00Z"));
        assertThat(world.listRequests()).isEqualTo(sent);
        assertThat(world.strava.exchanges())
                .filteredOn(exchange -> exchange.status() == 429)
                .hasSize(1);
    }

    @Test
    void the_daily_limit_resumes_at_midnight_utc() {
        World world = new World(server -> server.readLimits(100, 4)).withHistory(1132);
        SyncOptions interactive = SyncOptions.defaults().withLane(Lane.INTERACTIVE);

        SyncReport first = world.engine.sync(world.athlete.id(), interactive);

        assertThat(first.status()).isEqualTo(Status.PARTIAL);
        assertThat(first.resumeAt()).contains(Instant.parse("2026-03-02T00:00:00Z"));
        world.clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        world.engine.sync(world.athlete.id(), interactive);
        world.clock.set(Instant.parse("2026-03-03T00:00:00Z"));
        SyncReport last = world.engine.sync(world.athlete.id(), interactive);
        assertThat(last.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_sync_that_may_wait_completes_over_several_windows() {
        World world = new World(server -> server.readLimits(3, 1000)).withHistory(1132);
        List<Instant> waits = new ArrayList<>();
        StravaClient client = world.clientBuilder()
                .listener(new StravaListener() {
                    @Override
                    public void waitingForQuota(Instant until) {
                        waits.add(until);
                    }
                })
                .build();
        SyncEngine engine = world.engine(client, world.store);

        SyncReport report =
                engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofHours(2)));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.inserted()).isEqualTo(1132);
        assertThat(waits).isNotEmpty().isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_sync_that_would_have_to_wait_too_long_does_not_wait_at_all() {
        World world = new World(server -> server.readLimits(3, 1000)).withHistory(1132);

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofMinutes(5)));

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(world.sleeper.sleeps()).isEmpty();
    }

    @Test
    void history_leaves_quota_for_others() {
        World world = new World(server -> server.readLimits(10, 1000)).withHistory(3000);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.requests()).isEqualTo(7);
        assertThat(report.quota()
                        .count(QuotaBucket.READ, QuotaWindow.QUARTER_HOUR)
                        .left())
                .isEqualTo(3);
    }

    @Test
    void how_much_history_leaves_to_others_is_the_hosts_choice() {
        World world = new World(server -> server.readLimits(10, 1000)).withHistory(3000);
        try (StravaClient client =
                world.clientBuilder().laneCeiling(Lane.BACKFILL, 0.4).build()) {
            assertThat(world.engine(client, world.store)
                            .sync(world.athlete.id())
                            .requests())
                    .isEqualTo(4);
        }
    }

    @Test
    void a_ceiling_that_makes_no_sense_is_refused_and_says_why() {
        StravaClientBuilder builder = new World().clientBuilder();

        assertThatThrownBy(() -> builder.laneCeiling(Lane.POLL, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("POLL must be above 0 and at most 1");
        assertThatThrownBy(() -> builder.laneCeiling(Lane.BACKFILL, 0.9).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BACKFILL")
                .hasMessageContaining("POLL");
        // The order in which they are set does not matter.
        builder.laneCeiling(Lane.POLL, 0.95).build().close();
    }

    @Test
    void a_limiter_of_the_hosts_own_has_its_own_ceilings() {
        World world = new World();
        StravaClientBuilder builder = StravaClient.builder()
                .credentials(world.strava.credentials())
                .tokenStore(world.tokens)
                .rateLimiter(new StravaRateLimiter(world.ledger, "app", world.clock))
                .laneCeiling(Lane.BACKFILL, 0.4);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rateLimiter or laneCeiling");
    }

    @Test
    void waiting_for_ever_is_a_wait() {
        World world = new World().withHistory(3);

        SyncReport report = world.engine.sync(
                world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofSeconds(Long.MAX_VALUE)));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }
}
