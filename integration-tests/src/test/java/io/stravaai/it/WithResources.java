package io.stravaai.it;

import static io.stravaai.store.ActivityResource.DETAIL;
import static io.stravaai.store.ActivityResource.STREAMS;

import io.stravaai.SyncEngine;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tests in a world whose host wants details and streams. */
abstract class WithResources {

    static final Instant OLD = Instant.parse("2025-05-01T06:00:00Z");
    static final FakeAnswer NOT_FOUND = FakeAnswer.fault(404, "Resource Not Found", "Activity", "", "not found");

    final World world = new World(server -> server.readLimits(5_000, 50_000).overallLimits(5_000, 50_000));
    final AthleteId athlete = world.athlete.id();
    final ResourceStore resources = InMemoryStores.resources();
    final SyncEngine engine = engine(world.store, resources, DETAIL, STREAMS);

    SyncEngine engine(ActivityStore store, ResourceStore queue, ActivityResource... wanted) {
        return SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .resources(queue, wanted)
                .build();
    }

    /** Syncs whenever the athlete is due, as a schedule would. */
    void syncUntilNothingIsPending(Duration limit) {
        Instant end = world.clock.instant().plus(limit);
        SyncReport report = engine.sync(athlete);
        while (report.pendingResources() > 0
                && state().nextDueAt().orElseThrow().isBefore(end)) {
            Instant due = state().nextDueAt().orElseThrow();
            if (due.isAfter(world.clock.instant())) {
                world.clock.set(due);
            }
            report = engine.sync(athlete);
        }
    }

    List<Duration> askedAt(String path) {
        return world.strava.exchanges().stream()
                .filter(exchange -> exchange.path().equals(path))
                .map(exchange -> Duration.between(World.START, exchange.at()))
                .toList();
    }

    List<String> paths() {
        return world.strava.exchanges().stream().map(FakeExchange::path).toList();
    }

    List<ActivityId> uploads(int count) {
        List<ActivityId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(upload("Ride " + i, OLD.plusSeconds(i * 3_600L)));
        }
        return ids;
    }

    ActivityId upload(String name, Instant start) {
        return world.athlete.upload(activity(name, start));
    }

    static FakeActivity activity(String name, Instant start) {
        return FakeActivity.builder()
                .name(name)
                .startDate(start)
                .roundTrack(51.47, 0.01)
                .build();
    }

    static String detailPath(ActivityId id) {
        return "/api/v3/activities/" + id;
    }

    static String streamsPath(ActivityId id) {
        return detailPath(id) + "/streams";
    }

    /** Newest first. */
    List<StoredActivity> rows() {
        return world.store.list(ActivityQuery.of(athlete).limit(10_000));
    }

    SyncState state() {
        return world.store.syncState(athlete).orElseThrow();
    }

    StoredResource resource(ActivityId id, ActivityResource resource) {
        return resources.find(athlete, id, resource).orElseThrow();
    }

    ResourceStatus status(ActivityId id, ActivityResource resource) {
        return resource(id, resource).status();
    }

    String json(ActivityId id, ActivityResource resource) {
        return resource(id, resource).rawJson().orElseThrow();
    }
}
