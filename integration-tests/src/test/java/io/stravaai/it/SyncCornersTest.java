package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.error.NoGrantException;
import io.stravaai.model.ActivityId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rare courses of a sync that must not end it, hold it up or hide anything from it. */
class SyncCornersTest {

    private static final SyncOptions PATIENT =
            SyncOptions.defaults().withLane(Lane.INTERACTIVE).withMaxWait(Duration.ofDays(1));

    @Test
    void an_app_that_is_opened_all_the_time_does_not_keep_old_history_from_being_listed_again() {
        World world = synced(900);
        ActivityId late = world.athlete.upload(activity(Instant.parse("2019-07-01T06:00:00Z")));
        try (BackgroundSync background = BackgroundSync.builder()
                .engine(world.engine)
                .store(world.store)
                .executor(Runnable::run)
                .clock(world.clock)
                .build()) {
            Instant end = world.clock.instant().plus(Duration.ofDays(32));
            while (world.clock.instant().isBefore(end)) {
                world.clock.advance(Duration.ofMinutes(10));
                world.engine.syncIfStale(world.athlete.id(), Duration.ofMinutes(9));
                background.run();
            }
        }

        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @Test
    void more_deletions_than_a_page_holds_are_all_noticed_within_the_period() {
        World world = synced(1500);
        List<StoredActivity> gone = rows(world, 1500).subList(500, 1300);
        gone.forEach(row -> world.athlete.delete(row.id()));
        Instant end = world.clock.instant().plus(Duration.ofDays(30)).plus(Duration.ofHours(6));
        while (world.clock.instant().isBefore(end)) {
            world.clock.advance(Duration.ofHours(6));
            world.engine.sync(world.athlete.id(), PATIENT);
        }

        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void one_deletion_of_many_that_cannot_be_proved_does_not_hide_the_others() {
        World world = synced(1500);
        List<StoredActivity> gone = rows(world, 1500).subList(500, 1300);
        gone.forEach(row -> world.athlete.delete(row.id()));
        StoredActivity unproved = gone.get(40);
        world.strava.answerAt(
                "/api/v3/activities/" + unproved.id(), FakeAnswer.json(403, "{\"message\":\"Forbidden\"}"));
        Instant end = world.clock.instant().plus(Duration.ofDays(30)).plus(Duration.ofHours(6));
        while (world.clock.instant().isBefore(end)) {
            world.clock.advance(Duration.ofHours(6));
            world.engine.sync(world.athlete.id(), PATIENT);
        }

        List<String> expected = new ArrayList<>(world.athlete.rawActivities());
        expected.add(unproved.rawJson());
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_history_ends_though_no_sync_has_more_than_two_requests() {
        World world = new World().withHistory(450);
        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxRequests(2));
        for (int syncs = 1; syncs < 8 && report.status() != Status.COMPLETE; syncs++) {
            world.clock.advance(Duration.ofHours(6));
            report =
                    world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxRequests(2));
        }

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_deletion_at_the_very_end_of_a_history_is_noticed_though_another_sync_goes_on_there() {
        World world = new World();
        Instant start = Instant.parse("2017-07-01T06:00:00Z");
        ActivityId gone = world.athlete.upload(activity(start));
        world.athlete.upload(activity(start));
        world.athlete.upload(activity(start.plusSeconds(86_400)));
        world.engine.sync(world.athlete.id(), PATIENT);
        world.athlete.delete(gone);
        world.clock.advance(Duration.ofDays(31));
        // One sync lists the page that ends at the oldest known start, another one the empty page behind it.
        world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxRequests(2));
        world.clock.advance(Duration.ofMinutes(20));
        world.engine.sync(world.athlete.id());

        assertThat(world.store.find(world.athlete.id(), gone).orElseThrow().deletedAt())
                .isPresent();
    }

    @Test
    void an_activity_that_no_list_shows_where_it_says_to_be_does_not_hinder_the_rest() {
        World world = synced(900);
        StoredActivity hidden = rows(world, 31).get(30);
        Instant start = hidden.startDate().orElseThrow();
        String moved = hidden.rawJson()
                .replace(start.toString(), start.plusSeconds(3600).toString());
        world.athlete.delete(hidden.id());
        for (int i = 0; i < 20; i++) {
            world.strava.answerAt("/api/v3/activities/" + hidden.id(), FakeAnswer.json(200, moved));
        }

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.requests()).isLessThan(8);
    }

    @Test
    void an_empty_answer_to_the_second_look_is_not_taken_for_the_end_of_the_history() {
        World world = synced(900);
        rows(world, 250).subList(205, 240).forEach(row -> world.athlete.delete(row.id()));
        AtomicInteger lists = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            // The newest, the page below with many missing, and then the second look at that.
            if (exchange.path().equals(World.LIST) && lists.incrementAndGet() == 2) {
                world.strava.answerNext(FakeAnswer.json(200, "[]"));
            }
        });
        ActivityId late = world.athlete.upload(activity(Instant.parse("2018-07-01T06:00:00Z")));

        world.engine.sync(world.athlete.id(), PATIENT.withFullHistory());

        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_activity_in_quarantine_that_strava_refuses_to_answer_hinders_nothing_else(FakeAnswer refusal) {
        World world = synced(20);
        Instant start = world.clock.instant().minusSeconds(7200);
        world.athlete.putBroken("{\"id\":77,\"name\":5,\"start_date\":17}", start);
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofHours(6));
        world.strava.answerAt("/api/v3/activities/77", refusal);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_missing_activity_that_strava_refuses_to_answer_hinders_nothing_else(FakeAnswer refusal) {
        World world = synced(900);
        StoredActivity hidden = rows(world, 31).get(30);
        world.athlete.delete(hidden.id());
        world.strava.answerAt("/api/v3/activities/" + hidden.id(), refusal);

        assertThat(world.engine.sync(world.athlete.id()).status()).isEqualTo(Status.COMPLETE);
    }

    static Stream<FakeAnswer> refusals() {
        return Stream.of(
                FakeAnswer.json(400, "{\"message\":\"Bad Request\"}"),
                FakeAnswer.json(500, "{\"message\":\"error\"}"),
                FakeAnswer.connectionReset());
    }

    @Test
    void what_a_visit_of_the_quarantine_found_before_it_failed_is_not_asked_for_again() {
        World world = inQuarantine(3);
        world.strava.onAnswer(exchange -> {
            if (exchange.path().endsWith("/1002")) {
                world.tokens.delete(world.athlete.id());
            }
        });

        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(NoGrantException.class);

        assertThat(world.store.quarantined(world.athlete.id()))
                .extracting(QuarantinedActivity::attempts)
                .containsExactlyInAnyOrder(1, 1, 0);
    }

    @Test
    void a_quarantine_whose_activities_are_as_unreadable_by_id_takes_few_requests() {
        World world = inQuarantine(60);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.requests()).isLessThan(10);
        assertThat(world.store.quarantined(world.athlete.id()))
                .hasSize(60)
                .allSatisfy(entry -> assertThat(entry.attempts()).isEqualTo(1));
        world.clock.advance(Duration.ofHours(2));
        assertThat(world.engine.sync(world.athlete.id()).requests()).isEqualTo(1);
    }

    private static World inQuarantine(int activities) {
        World world = synced(20);
        for (int i = 1; i <= activities; i++) {
            Instant start = world.clock.instant().minusSeconds(7200 + i);
            String broken = "{\"id\":" + (1000 + i) + ",\"name\":5,\"start_date\":17}";
            world.athlete.putBroken(broken, start);
            world.strava.answerAt("/api/v3/activities/" + (1000 + i), FakeAnswer.json(200, broken));
        }
        world.engine.sync(world.athlete.id());
        assertThat(world.store.quarantined(world.athlete.id())).hasSize(activities);
        world.clock.advance(Duration.ofHours(6));
        return world;
    }

    @Test
    void a_sync_that_is_stopped_asks_for_no_further_missing_activity() {
        World world = synced(900);
        rows(world, 100).subList(10, 25).forEach(row -> world.athlete.delete(row.id()));
        AtomicInteger answers = new AtomicInteger();
        world.strava.onAnswer(exchange -> answers.addAndGet(exchange.path().startsWith("/api/v3/") ? 1 : 0));

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withStop(() -> answers.get() >= 3));

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.requests()).isEqualTo(3);
        world.engine.sync(world.athlete.id());
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_range_that_ends_in_the_future_does_not_cover_what_is_to_come() {
        World world = synced(300);
        world.engine.sync(
                world.athlete.id(),
                SyncOptions.defaults()
                        .withRange(World.START.minusSeconds(86_400), World.START.plus(Duration.ofDays(365))));
        for (int i = 0; i < 500; i++) {
            world.athlete.upload(activity(world.clock.instant().plusSeconds(60L * i)));
        }
        world.clock.advance(Duration.ofHours(12));

        world.engine.sync(world.athlete.id(), PATIENT.withMaxRequests(100));
        world.engine.sync(world.athlete.id());

        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_range_of_one_second_is_listed() {
        World world = synced(900);
        StoredActivity edited = rows(world, 501).get(500);
        world.athlete.rename(edited.id(), "Renamed");
        Instant second = edited.startDate().orElseThrow();

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withRange(second, second));

        assertThat(report.updated()).isEqualTo(1);
    }

    @Test
    void a_range_without_a_beginning_ends() {
        World world = synced(300);

        SyncReport report = world.engine.sync(
                world.athlete.id(), PATIENT.withRange(Instant.MIN, World.START).withMaxRequests(20));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }

    private static World synced(int activities) {
        World world = new World().withHistory(activities);
        world.engine.sync(world.athlete.id(), PATIENT);
        world.clock.advance(Duration.ofHours(6));
        return world;
    }

    private static List<StoredActivity> rows(World world, int count) {
        List<StoredActivity> rows = new ArrayList<>();
        ActivityQuery query = ActivityQuery.of(world.athlete.id()).limit(500);
        List<StoredActivity> page = world.store.list(query);
        while (!page.isEmpty() && rows.size() < count) {
            rows.addAll(page);
            page = world.store.list(query.after(page.get(page.size() - 1)));
        }
        return rows;
    }

    private static FakeActivity activity(Instant start) {
        return FakeActivity.builder().startDate(start).build();
    }
}
