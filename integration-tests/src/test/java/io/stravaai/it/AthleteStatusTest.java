package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.NoGrantException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.SyncOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AthleteStatusTest {

    private final World world = new World().withHistory(900);
    private final AthleteId athlete = world.athlete.id();

    @Test
    void an_athlete_who_was_never_seen_is_unknown() {
        AthleteStatus status = status();

        assertThat(status.athlete()).isEqualTo(athlete);
        assertThat(status.isKnown()).isFalse();
        assertThat(status.lastSyncedAt()).isEmpty();
        assertThat(status.lag()).isEmpty();
        assertThat(status.isHistoryComplete()).isFalse();
        assertThat(status.oldestListedAt()).isEmpty();
        assertThat(status.nextDueAt()).isEmpty();
        assertThat(status.needsConsent()).isFalse();
        assertThat(status.toString()).contains("unknown");
        assertThat(world.strava.exchanges()).isEmpty();
    }

    @Test
    void it_tells_how_old_the_knowledge_is_and_whether_it_is_complete() {
        world.engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
        assertThat(status().isKnown()).isTrue();
        assertThat(status().isHistoryComplete()).isFalse();
        world.clock.advance(Duration.ofMinutes(1));
        world.engine.sync(athlete);
        world.clock.advance(Duration.ofHours(2));
        world.engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
        world.clock.advance(Duration.ofMinutes(5));

        AthleteStatus status = status();

        assertThat(status.isHistoryComplete()).isTrue();
        assertThat(status.lag()).contains(Duration.ofMinutes(5));
        assertThat(status.lastSyncedAt()).contains(world.clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(status.oldestListedAt()).contains(World.START.plus(Duration.ofMinutes(1)));
        assertThat(status.nextDueAt().orElseThrow()).isAfter(world.clock.instant());
        assertThat(status.failures()).isZero();
        assertThat(status.lastFailure()).isEmpty();
        assertThat(status.quarantined()).isZero();
    }

    @Test
    void a_history_without_activities_is_complete_when_it_was_listed() {
        World empty = new World();
        empty.engine.sync(empty.athlete.id());

        assertThat(empty.engine.status(empty.athlete.id()).isHistoryComplete()).isTrue();
    }

    @Test
    void a_clock_that_was_put_back_makes_no_negative_lag() {
        world.engine.sync(athlete);
        world.clock.set(World.START.minusSeconds(60));

        assertThat(status().lag()).contains(Duration.ZERO);
    }

    @Test
    void it_tells_of_failures_and_whether_the_athlete_has_to_consent() {
        world.engine.sync(athlete);
        world.tokens.delete(athlete);
        assertThatThrownBy(() -> world.engine.sync(athlete)).isInstanceOf(NoGrantException.class);

        assertThat(status().failures()).isEqualTo(1);
        assertThat(status().lastFailure()).contains("NoGrantException");
        assertThat(status().needsConsent()).isTrue();
        assertThat(status().toString()).contains("failed 1 times, last NoGrantException");
    }

    @Test
    void it_counts_what_is_in_quarantine_and_tells_of_a_pause() {
        world.athlete.putBroken(
                "{\"id\":778,\"start_date\":\"2025-05-05T05:05:05Z\",\"distance\":{\"x\":1}}", World.START);
        world.engine.sync(athlete);
        SyncState state = world.store.syncState(athlete).orElseThrow();
        world.store.commit(SyncCommit.of(state.next().backfillPaused(true).build(), List.of(), List.of(), List.of()));

        assertThat(status().quarantined()).isEqualTo(1);
        assertThat(status().isBackfillPaused()).isTrue();
    }

    private AthleteStatus status() {
        return world.engine.status(athlete);
    }
}
