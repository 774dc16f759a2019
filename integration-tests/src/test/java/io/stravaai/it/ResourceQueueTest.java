package io.stravaai.it;

import static io.stravaai.store.ActivityResource.DETAIL;
import static io.stravaai.store.ActivityResource.STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.SyncEngine;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.ForwardingResourceStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceQueueTest extends WithResources {

    @Test
    void details_and_streams_are_fetched_once_and_kept_byte_for_byte() {
        world.withHistory(60);

        SyncReport report = engine.sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.pendingResources()).isZero();
        int streams = 0;
        for (StoredActivity row : rows()) {
            DetailedActivity detail = world.client.activities().get(athlete, row.id());
            assertThat(json(row.id(), DETAIL)).isEqualTo(detail.rawJson());
            if (detail.manual().orElse(false)) {
                assertThat(status(row.id(), STREAMS)).isEqualTo(ResourceStatus.NONE);
            } else {
                StreamSet set = StravaJson.read(json(row.id(), STREAMS), StreamSet.class);
                assertThat(set.rawJson())
                        .isEqualTo(world.client
                                .streams()
                                .ofActivity(athlete, row.id(), set.types())
                                .rawJson());
                assertThat(set.types()).hasSizeGreaterThan(3);
                streams++;
            }
        }
        assertThat(report.fetched()).isEqualTo(60 + streams);
        assertThat(report.requests()).isEqualTo(world.listRequests() + 60 + streams);
        assertThat(report.toString()).contains("fetched " + (60 + streams), "pending 0");
        SyncReport again = engine.sync(athlete);
        assertThat(again.requests()).isEqualTo(1);
        assertThat(again.fetched()).isZero();
    }

    @Test
    void nothing_is_fetched_that_the_host_does_not_want() {
        world.withHistory(20);

        assertThat(world.engine.sync(athlete).requests()).isEqualTo(world.listRequests());
        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(resources.counts(athlete)).containsOnlyKeys(DETAIL);
        assertThat(paths()).noneMatch(path -> path.endsWith("/streams"));
        assertThatThrownBy(() -> SyncEngine.builder().resources(resources))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void databases_hold_the_queue_as_well(Databases databases, @TempDir Path folder) {
        DataSource database = Databases.dataSource(databases.newUrl(folder));
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        world.withHistory(25);
        ActivityId late = upload("Late", World.START.minusSeconds(60));
        world.strava.answerAt(streamsPath(late), NOT_FOUND);

        SyncReport report =
                engine(stores.activities(), stores.resources(), DETAIL, STREAMS).sync(athlete);

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.pendingResources()).isEqualTo(1);
        assertThat(stores.resources().counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 26));
        assertThat(stores.activities().syncState(athlete).orElseThrow().nextDueAt())
                .contains(world.clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void work_is_queued_before_its_rows_are_stored_so_that_a_crash_between_loses_none() {
        List<ActivityId> ids = uploads(5);
        ActivityStore crashing = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                if (commit.changed().isEmpty()) {
                    return super.commit(commit);
                }
                throw new StoreException("The database is gone", true, null);
            }
        };
        assertThatThrownBy(() -> engine(crashing, resources, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);
        assertThat(rows()).isEmpty();
        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.QUEUED, 5));

        SyncReport report = engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(report.fetched()).isEqualTo(5);
        assertThat(ids).allMatch(id -> world.strava.requests(detailPath(id)) == 1);
    }

    @Test
    void work_for_a_row_that_never_came_ends_without_a_request() {
        ActivityId id = upload("Gone soon", World.START.minusSeconds(3600));
        ActivityStore crashing = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                if (commit.changed().isEmpty()) {
                    return super.commit(commit);
                }
                throw new StoreException("The database is gone", true, null);
            }
        };
        assertThatThrownBy(() -> engine(crashing, resources, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);
        world.athlete.delete(id);
        uploads(1);

        assertThat(engine.sync(athlete).status()).isEqualTo(Status.COMPLETE);
        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.QUEUED);
        syncUntilNothingIsPending(Duration.ofDays(3));

        assertThat(status(id, DETAIL)).isEqualTo(ResourceStatus.NONE);
        assertThat(world.strava.requests(detailPath(id))).isZero();
    }

    @Test
    void when_the_quota_ends_the_rest_is_fetched_in_later_windows_and_nothing_twice() {
        World small = new World(server -> server.readLimits(12, 1000));
        for (int i = 0; i < 30; i++) {
            small.athlete.upload(activity("Ride " + i, OLD.plusSeconds(i * 86_400L)));
        }
        ResourceStore queue = InMemoryStores.resources();
        SyncEngine limited = SyncEngine.builder()
                .client(small.client)
                .store(small.store)
                .clock(small.clock)
                .resources(queue, DETAIL)
                .build();

        SyncReport report = limited.sync(small.athlete.id());
        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.resumeAt())
                .as("when what others did not need is released")
                .contains(Instant.parse("2026-03-01T12:13:00Z"));
        assertThat(report.inserted()).isEqualTo(30);
        assertThat(report.fetched()).isPositive();
        assertThat(report.pendingResources()).isEqualTo(30 - report.fetched());
        int fetched = report.fetched();
        for (int window = 0; window < 20 && report.status() == Status.PARTIAL; window++) {
            small.clock.set(report.resumeAt().orElseThrow());
            report = limited.sync(small.athlete.id());
            fetched += report.fetched();
        }

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(fetched).isEqualTo(30);
        assertThat(small.strava.exchanges()).noneMatch(exchange -> exchange.status() == 429);
        assertThat(queue.counts(small.athlete.id())).isEqualTo(Map.of(DETAIL, Map.of(ResourceStatus.DONE, 30)));
    }

    @Test
    void a_sync_of_few_requests_or_that_is_stopped_leaves_the_rest_for_later() {
        uploads(10);

        SyncReport few = engine.sync(athlete, SyncOptions.defaults().withMaxRequests(8));
        AtomicInteger asked = new AtomicInteger();
        SyncReport stopped = engine.sync(athlete, SyncOptions.defaults().withStop(() -> asked.incrementAndGet() > 4));
        SyncReport rest = engine.sync(athlete);

        assertThat(few.status()).isEqualTo(Status.PARTIAL);
        assertThat(few.requests()).isEqualTo(8);
        assertThat(few.fetched() + few.pendingResources()).isEqualTo(20);
        assertThat(stopped.status()).isEqualTo(Status.PARTIAL);
        assertThat(stopped.resumeAt()).contains(world.clock.instant());
        assertThat(stopped.fetched()).isPositive();
        assertThat(rest.status()).isEqualTo(Status.COMPLETE);
        assertThat(few.fetched() + stopped.fetched() + rest.fetched()).isEqualTo(20);
    }

    @Test
    void the_newest_activities_are_fetched_first() {
        world.withHistory(40);
        engine(world.store, resources, DETAIL)
                .sync(athlete, SyncOptions.defaults().withMaxRequests(25));
        ActivityId latest = upload("Latest", World.START.minusSeconds(1));

        engine(world.store, resources, DETAIL).sync(athlete);

        List<String> expected =
                new ArrayList<>(rows().stream().map(row -> detailPath(row.id())).toList());
        List<String> fetched =
                paths().stream().filter(path -> !path.equals(World.LIST)).toList();
        assertThat(expected.remove(0)).isEqualTo(detailPath(latest));
        int first = fetched.indexOf(detailPath(latest));
        assertThat(first).isBetween(20, 25);
        expected.add(first, detailPath(latest));
        assertThat(fetched).isEqualTo(expected);
    }

    @Test
    void activities_stored_before_are_fetched_too() {
        uploads(450);
        world.engine.sync(athlete);

        SyncReport details = engine(world.store, resources, DETAIL).sync(athlete);
        SyncReport streams = engine.sync(athlete);

        assertThat(details.fetched()).isEqualTo(450);
        assertThat(details.status()).isEqualTo(Status.COMPLETE);
        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 450));
        assertThat(streams.fetched()).isEqualTo(450);
        assertThat(resources.counts(athlete).get(STREAMS)).isEqualTo(Map.of(ResourceStatus.DONE, 450));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_search_for_what_was_stored_before_that_is_cut_short_is_taken_up_again(int enqueues) {
        uploads(1200);
        world.engine.sync(athlete);
        AtomicInteger left = new AtomicInteger(enqueues);
        ResourceStore crashing = new ForwardingResourceStore(resources) {
            @Override
            public void enqueue(Collection<StoredResource> queued) {
                if (left.getAndDecrement() == 0) {
                    throw new StoreException("The database is gone", true, null);
                }
                super.enqueue(queued);
            }
        };
        assertThatThrownBy(() -> engine(world.store, crashing, DETAIL).sync(athlete))
                .isInstanceOf(StoreException.class);

        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 1200));
    }

    @Test
    void a_queue_that_was_lost_is_filled_again() {
        uploads(300);
        engine.sync(athlete);
        resources.purge(athlete);

        engine.sync(athlete);

        assertThat(resources.counts(athlete).get(DETAIL)).isEqualTo(Map.of(ResourceStatus.DONE, 300));
    }

    @Test
    void an_activity_without_a_start_that_was_stored_before_is_fetched_too() {
        world.athlete.putBroken("{\"id\":777,\"name\":\"x\",\"start_date\":null}", OLD);
        world.engine.sync(athlete);
        assertThat(rows()).hasSize(1);
        world.strava.answerAt(detailPath(ActivityId.of(777)), FakeAnswer.json(200, "{\"id\":777}"));

        engine(world.store, resources, DETAIL).sync(athlete);

        assertThat(json(ActivityId.of(777), DETAIL)).isEqualTo("{\"id\":777}");
    }

    @Test
    void a_look_at_the_newest_queues_what_is_new_and_leaves_the_fetching_to_the_next_sync() {
        upload("New", World.START.minusSeconds(60));

        SyncReport look = engine.sync(athlete, SyncOptions.defaults().withNewestOnly());

        assertThat(look.requests()).isEqualTo(1);
        assertThat(look.status()).isEqualTo(Status.COMPLETE);
        assertThat(look.pendingResources()).isEqualTo(2);
        assertThat(state().nextDueAt()).contains(World.START);
        assertThat(engine.sync(athlete).fetched()).isEqualTo(2);
    }

    @Test
    void among_many_that_wait_the_one_that_is_due_first_says_when_the_next_sync_is() {
        Instant first = World.START.plus(Duration.ofMinutes(5));
        List<StoredResource> waiting = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            // The newest are due last.
            Instant due = i == 0 ? first : World.START.plus(Duration.ofMinutes(60 + i / 10));
            waiting.add(StoredResource.builder(athlete, ActivityId.of(i + 1), DETAIL, due)
                    .startDate(OLD.plusSeconds(i * 3_600L))
                    .build());
        }
        resources.enqueue(waiting);

        engine.sync(athlete);

        assertThat(state().nextDueAt()).contains(first);
    }

    @Test
    void resources_are_fetched_behind_everybody_else_unless_the_caller_looks_on() {
        World small = new World(server -> server.readLimits(10, 1000));
        for (int i = 0; i < 12; i++) {
            small.athlete.upload(activity("Ride " + i, OLD.plusSeconds(i * 86_400L)));
        }
        SyncEngine limited = SyncEngine.builder()
                .client(small.client)
                .store(small.store)
                .clock(small.clock)
                .resources(InMemoryStores.resources(), DETAIL)
                .build();

        int backfill = limited.sync(small.athlete.id()).requests();
        int interactive = limited.sync(
                        small.athlete.id(), SyncOptions.defaults().withLane(Lane.INTERACTIVE))
                .requests();

        assertThat(backfill).isEqualTo(7);
        assertThat(interactive).isEqualTo(3);
    }
}
