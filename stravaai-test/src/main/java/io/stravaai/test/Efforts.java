package io.stravaai.test;

import io.stravaai.model.SegmentEffortId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An athlete's efforts on segments. Guarded by the lock of {@link FakeStrava}. */
final class Efforts {

    private final List<Effort> efforts = new ArrayList<>();

    /**
     * One way along a segment.
     *
     * @param startLocal by the wall clock, written as if it were UTC
     */
    record Effort(
            SegmentEffortId id,
            SegmentResource.Segment segment,
            long activity,
            Instant start,
            Instant startLocal,
            Duration time) {

        String json(int resourceState, FakeAthlete athlete) {
            return new JsonMembers()
                    .raw("id", id)
                    .raw("resource_state", resourceState)
                    .text("name", segment.name())
                    .raw("activity", "{\"id\":" + activity + ",\"resource_state\":1}")
                    .raw("athlete", "{\"id\":" + athlete.id() + ",\"resource_state\":1}")
                    .raw("elapsed_time", time.toSeconds())
                    .raw("moving_time", time.toSeconds())
                    .text("start_date", start.toString())
                    .text("start_date_local", startLocal.toString())
                    .raw("distance", JsonMembers.decimal(segment.metres(), 1))
                    .raw("start_index", 0)
                    .raw("end_index", 19)
                    .raw("device_watts", false)
                    .raw("segment", segment.json(2, athlete))
                    .nothing("pr_rank")
                    .raw("achievements", "[]")
                    .nothing("kom_rank")
                    .raw("hidden", false)
                    .toString();
        }
    }

    void add(Effort effort) {
        efforts.add(effort);
    }

    List<Effort> on(long segment) {
        return efforts.stream()
                .filter(effort -> effort.segment().id().value() == segment)
                .toList();
    }

    Optional<Effort> find(long id) {
        return efforts.stream().filter(effort -> effort.id().value() == id).findFirst();
    }

    /** As an activity in detail shows them. */
    List<String> ofActivity(long activity, FakeAthlete athlete) {
        return efforts.stream()
                .filter(effort -> effort.activity() == activity)
                .map(effort -> effort.json(2, athlete))
                .toList();
    }

    void forget(long activity) {
        efforts.removeIf(effort -> effort.activity() == activity);
    }
}
