package io.stravaai.it;

import static io.stravaai.store.ActivityResource.DETAIL;
import static io.stravaai.store.ActivityResource.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.SyncEngine;
import io.stravaai.model.ActivityId;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.StravaJson;
import io.stravaai.store.ForwardingResourceStore;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Details and streams of activities that change or go, also while they are fetched. */
class ResourceChangesTest extends WithResources {

    @Test
    void kudos_and_comments_fetch_nothing_again() {
        List<ActivityId> ids = uploads(5);
        engine.sync(athlete);
        String raw = world.store.find(athlete, ids.get(0)).orElseThrow().rawJson();
        world.athlete.put(raw.replace("\"kudos_count\":0", "\"kudos_count\":17")
                .replace("\"achievement_count\":0", "\"achievement_count\":3")
                .replace("\"pr_count\":0", "\"pr_count\":1")
                .replace("\"athlete_count\":1", "\"athlete_count\":4"));
        world.athlete.comment(ids.get(1), "Ann", "Well done");

        SyncReport report = engine.sync(athlete);

        assertThat(report.updated()).isEqualTo(2);
        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.pendingResources()).isZero();
    }

    @Test
    void a_new_name_fetches_the_detail_again_and_not_the_streams() {
        List<ActivityId> ids = uploads(5);
        engine.sync(athlete);
        world.athlete.rename(ids.get(2), "Renamed");

        SyncReport report = engine.sync(athlete);

        assertThat(report.fetched()).isEqualTo(1);
        assertThat(StravaJson.read(json(ids.get(2), DETAIL), DetailedActivity.class)
                        .name())
                .contains("Renamed");
        assertThat(world.strava.requests(streamsPath(ids.get(2)))).isEqualTo(1);
    }

    @Test
    void a_track_that_was_cut_fetches_both_again() {
        ActivityId id = upload("Ride", OLD);
        engine.sync(athlete);
        String before = json(id, STREAMS);
        String raw = world.store.find(athlete, id).orElseThrow().rawJson();
        world.athlete.put(raw.replaceFirst("\"distance\":[0-9.]+", "\"distance\":7000.0"));

        SyncReport report = engine.sync(athlete);

        assertThat(report.fetched()).isEqualTo(2);
        assertThat(json(id, STREAMS)).isNotEqualTo(before);
    }

    @Test
    void what_was_fetched_stays_until_there_is_something_newer() {
        ActivityId id = upload("Old name", OLD);
        engine.sync(athlete);
        String before = json(id, DETAIL);
        world.athlete.rename(id, "New name");
        world.strava.answerAt(detailPath(id), FakeAnswer.json(500, "{}"));

        engine.sync(athlete);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.FAILED);
        assertThat(json(id, DETAIL)).isEqualTo(before);
        assertThat(resource(id, DETAIL).observedAt()).contains(World.START);

        world.strava.answerAt(detailPath(id), FakeAnswer.real());
        world.clock.advance(Duration.ofMinutes(30));
        engine.sync(athlete);
        assertThat(json(id, DETAIL)).contains("New name");
    }

    @Test
    void a_fetch_that_began_before_an_edit_never_hides_it() {
        ActivityId id = upload("Old name", OLD);
        AtomicBoolean once = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(detailPath(id)) && once.compareAndSet(false, true)) {
                // Another node sees the edit, and fetches the detail, while our answer is on its way.
                world.athlete.rename(id, "New name");
                engine.sync(athlete);
            }
        });

        engine.sync(athlete);

        assertThat(json(id, DETAIL)).contains("New name");
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.DONE);
    }

    @Test
    void an_edit_that_is_listed_while_the_detail_is_fetched_fetches_it_again() {
        ActivityId id = upload("Old name", OLD);
        AtomicBoolean once = new AtomicBoolean();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().equals(detailPath(id)) && once.compareAndSet(false, true)) {
                world.athlete.rename(id, "New name");
                engine.sync(athlete, SyncOptions.defaults().withNewestOnly());
            }
        });

        SyncReport report = engine.sync(athlete);

        assertThat(json(id, DETAIL)).contains("New name");
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.fetched()).isEqualTo(2);
    }

    @Test
    void two_engines_at_once_cost_requests_and_never_wrong_data() {
        List<ActivityId> ids = uploads(30);
        AtomicInteger depth = new AtomicInteger();
        SyncEngine other = engine(world.store, resources, DETAIL, STREAMS);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().startsWith("/api/v3/activities/") && depth.incrementAndGet() == 7) {
                other.sync(athlete, SyncOptions.defaults().withMaxRequests(20));
            }
        });

        SyncReport report = engine.sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(resources.counts(athlete))
                .isEqualTo(Map.of(
                        DETAIL, Map.of(ResourceStatus.DONE, 30),
                        STREAMS, Map.of(ResourceStatus.DONE, 30)));
        assertThat(ids)
                .allMatch(id -> json(id, DETAIL)
                        .equals(world.client.activities().get(athlete, id).rawJson()));
    }

    @Test
    void a_store_that_never_lets_a_fetch_in_is_not_fetched_for_for_ever() {
        uploads(8);
        ResourceStore contended = new ForwardingResourceStore(resources) {
            @Override
            public boolean replace(StoredResource next) {
                return false;
            }
        };

        SyncReport report = engine(world.store, contended, DETAIL).sync(athlete);

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.requests()).isLessThan(8);
        assertThat(report.fetched()).isZero();
    }

    @Test
    void a_deleted_activity_is_not_fetched_any_more() {
        ActivityId id = upload("New", World.START.minusSeconds(3600));
        uploads(2);
        world.strava.answerAt(streamsPath(id), NOT_FOUND);
        engine.sync(athlete);
        world.athlete.delete(id);
        world.clock.advance(Duration.ofMinutes(16));

        assertThat(engine.sync(athlete).deleted()).isEqualTo(1);
        int asked = world.strava.requests(streamsPath(id));
        syncUntilNothingIsPending(Duration.ofDays(5));

        assertThat(world.strava.requests(streamsPath(id))).isEqualTo(asked);
        assertThat(status(id, STREAMS)).isEqualTo(ResourceStatus.NONE);
    }

    @Test
    void an_activity_that_comes_back_is_fetched_again() {
        ActivityId id = upload("Hidden for a time", World.START.minusSeconds(3600));
        uploads(2);
        engine.sync(athlete);
        String raw = world.store.find(athlete, id).orElseThrow().rawJson();
        world.athlete.delete(id);
        world.clock.advance(Duration.ofHours(1));
        assertThat(engine.sync(athlete).deleted()).isEqualTo(1);
        world.athlete.put(raw);

        SyncReport report = engine.sync(athlete);

        assertThat(report.restored()).isEqualTo(1);
        assertThat(report.fetched()).isEqualTo(2);
    }

    @Test
    void a_purge_during_a_sync_leaves_nothing_in_the_queue() {
        world.withHistory(600);
        AtomicInteger pages = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (pages.incrementAndGet() == 2) {
                world.store.purge(athlete);
                resources.purge(athlete);
            }
        });

        assertThatThrownBy(() -> engine.sync(athlete)).hasMessageContaining("purged");

        assertThat(resources.counts(athlete)).isEmpty();
    }

    @Test
    void a_purge_while_details_are_fetched_is_not_undone() {
        uploads(10);
        AtomicInteger details = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (exchange.path().startsWith("/api/v3/activities/") && details.incrementAndGet() == 4) {
                world.store.purge(athlete);
                resources.purge(athlete);
            }
        });

        engine.sync(athlete);

        assertThat(resources.counts(athlete)).isEmpty();
        assertThat(details.get()).isEqualTo(4);
    }
}
