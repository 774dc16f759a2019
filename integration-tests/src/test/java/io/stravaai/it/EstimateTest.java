package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.quota.Lane;
import io.stravaai.sync.BackfillEstimate;
import io.stravaai.sync.SyncOptions;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void before_it_begins_a_backfill_is_reckoned_from_stravas_totals_for_one_request() {
        World world = new World().withHistory(3000);

        BackfillEstimate estimate = world.engine.estimate(world.athlete.id());
        BackfillEstimate again = world.engine.estimate(world.athlete.id());

        int total = estimate.expectedActivities().orElseThrow();
        assertThat(total).isBetween(1500, 3000);
        assertThat(estimate.listRequests()).isEqualTo((total + 198) / 199 + 1);
        assertThat(estimate.requests()).isEqualTo(estimate.listRequests());
        assertThat(estimate.windows()).isEqualTo(1);
        assertThat(estimate.finishAt()).isEqualTo(world.clock.instant());
        assertThat(again.expectedActivities()).isEqualTo(estimate.expectedActivities());
        assertThat(world.strava.requests("/api/v3/athletes/" + world.athlete.id() + "/stats"))
                .isEqualTo(1);
        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(3000);
    }

    @Test
    void a_small_quota_spreads_it_over_windows_and_days() {
        World world = new World(server -> server.readLimits(4, 10)).withHistory(5000);
        world.client.athletes().get(world.athlete.id());

        BackfillEstimate estimate = world.engine.estimate(world.athlete.id());

        // History may use three of four, and seven of ten; the totals and the athlete were asked for.
        long left = estimate.listRequests();
        assertThat(estimate.days()).isEqualTo(1 + (left - 5 + 6) / 7);
        assertThat(estimate.finishAt()).isAfter(Instant.parse("2026-03-03T00:00:00Z"));
    }

    @Test
    void while_it_runs_each_page_tells_what_is_left_and_at_the_end_nothing_is() {
        World world = new World().withHistory(2000);
        List<BackfillEstimate> told = new ArrayList<>();
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(new StravaListener() {
                    @Override
                    public void backfillProgressed(BackfillEstimate left) {
                        told.add(left);
                    }
                })
                .build();
        engine.estimate(world.athlete.id());

        engine.sync(world.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE));

        assertThat(told).hasSizeGreaterThan(8);
        assertThat(told)
                .extracting(BackfillEstimate::listRequests)
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(told.get(told.size() - 1).requests()).isZero();
        assertThat(engine.estimate(world.athlete.id()).requests()).isZero();
    }

    @Test
    void without_totals_the_estimate_says_so_and_is_a_lower_bound() {
        World world = new World().withHistory(500);
        world.strava.answerNext(FakeAnswer.fault(404, "Resource Not Found", "Athlete", "", "not found"));

        BackfillEstimate estimate = world.engine.estimate(world.athlete.id());

        assertThat(estimate.expectedActivities()).isEmpty();
        assertThat(estimate.requests()).isEqualTo(2);
        assertThat(Duration.between(world.clock.instant(), estimate.finishAt())).isZero();
    }
}
