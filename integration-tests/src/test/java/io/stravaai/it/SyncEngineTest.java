package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.SyncEngine;
import io.stravaai.auth.Scope;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncEngineTest {

    @Test
    void the_first_sync_stores_the_whole_history_byte_for_byte() {
        World world = new World().withHistory(1132);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.inserted()).isEqualTo(1132);
        assertThat(report.updated() + report.unchanged() + report.deleted() + report.quarantined())
                .isZero();
        assertThat(report.requests()).isEqualTo(world.listRequests()).isLessThanOrEqualTo(8);
        assertThat(report.resumeAt()).isEmpty();
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 199, 200, 201, 399, 400, 401})
    void every_size_of_history_is_complete(int size) {
        World world = new World().withHistory(size);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
        assertThat(report.inserted()).isEqualTo(size);
    }

    @Test
    void a_later_sync_costs_one_request_and_finds_what_is_new_late_and_edited_among_the_last_200() {
        World world = new World().withHistory(500);
        world.engine.sync(world.athlete.id());
        int before = world.listRequests();
        List<StoredActivity> stored =
                world.store.list(ActivityQuery.of(world.athlete.id()).limit(150));
        ActivityId edited = stored.get(149).id();
        world.athlete.rename(edited, "Renamed");
        world.athlete.upload(World.activity("New", World.START));
        ActivityId late = world.athlete.upload(
                World.activity("Late", stored.get(100).startDate().orElseThrow().plusSeconds(7)));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(world.listRequests() - before).isEqualTo(1);
        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.inserted()).isEqualTo(2);
        assertThat(report.updated()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(197);
        assertThat(world.store.find(world.athlete.id(), edited).orElseThrow().name())
                .contains("Renamed");
        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_sync_with_nothing_new_changes_nothing() {
        World world = new World().withHistory(300);
        world.engine.sync(world.athlete.id());

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.inserted() + report.updated() + report.quarantined()).isZero();
        assertThat(report.unchanged()).isEqualTo(200);
    }

    @Test
    void more_than_200_new_activities_are_walked_back_to_what_is_covered() {
        World world = new World().withHistory(300);
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofDays(10));
        world.athlete.generateHistory(World.START.plusSeconds(60), world.clock.instant(), 450);
        int before = world.listRequests();

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(450);
        assertThat(world.listRequests() - before).isEqualTo(3);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void activities_that_share_a_second_at_the_seam_of_two_pages_are_all_found() {
        World world = new World();
        for (int i = 0; i < 450; i++) {
            world.athlete.upload(World.activity(
                    "Tie " + i, Instant.parse("2020-05-01T00:00:01Z").plusSeconds(i / 30)));
        }

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(450);
        assertThat(report.unchanged()).isZero();
    }

    @Test
    void more_activities_in_one_second_than_a_page_holds_are_all_found() {
        World world = new World();
        for (int i = 0; i < 430; i++) {
            world.athlete.upload(World.activity("Tie " + i, Instant.parse("2020-05-01T00:00:01Z")));
        }
        world.athlete.upload(World.activity("Older", Instant.parse("2019-05-01T00:00:01Z")));

        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(431);
    }

    @Test
    void pages_that_are_short_before_the_end_do_not_end_the_walk() {
        World world = new World(server -> server.shortPages(true)).withHistory(900);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void an_activity_of_the_year_2033_hides_nothing_that_is_uploaded_after_it() {
        World world = new World().withHistory(250);
        world.athlete.upload(World.activity("From the future", Instant.parse("2033-06-16T10:00:00Z")));
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofDays(300));
        world.athlete.generateHistory(World.START.plusSeconds(60), world.clock.instant(), 420);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(420);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void what_cannot_be_read_is_kept_aside_with_its_bytes_and_the_rest_is_stored() {
        World world = new World().withHistory(20);
        Instant start = Instant.parse("2025-05-05T05:05:05Z");
        String nulls = "{\"id\":777,\"name\":null,\"distance\":null,\"moving_time\":null,\"elapsed_time\":null,"
                + "\"sport_type\":null,\"type\":null,\"start_date\":null,\"start_date_local\":null,\"map\":null}";
        String odd = "{\"id\":9007199254740995,\"sport_type\":\"Quidditch\",\"moving_time\":171.0,"
                + "\"start_date\":\"2025-05-05T05:05:05Z\"}";
        String broken = "{\"id\":778,\"start_date\":\"2025-05-05T05:05:05Z\",\"distance\":{\"x\":[1,\"é\"]}}";
        world.athlete.putBroken(nulls, start);
        world.athlete.put(odd);
        world.athlete.putBroken(broken, start);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(22);
        assertThat(report.quarantined()).isEqualTo(1);
        StoredActivity stored = world.store
                .find(world.athlete.id(), ActivityId.of(9007199254740995L))
                .orElseThrow();
        assertThat(stored.rawJson()).isEqualTo(odd);
        assertThat(stored.sportType()).contains(SportType.of("Quidditch"));
        assertThat(stored.movingTime()).contains(Duration.ofSeconds(171));
        assertThat(world.store
                        .find(world.athlete.id(), ActivityId.of(777))
                        .orElseThrow()
                        .rawJson())
                .isEqualTo(nulls);
        List<QuarantinedActivity> quarantined = world.store.quarantined(world.athlete.id());
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.get(0).bytes()).isEqualTo(broken.getBytes(StandardCharsets.UTF_8));
        assertThat(quarantined.get(0).id()).contains(ActivityId.of(778));

        assertThat(world.engine.sync(world.athlete.id()).quarantined()).isZero();
        assertThat(world.store.quarantined(world.athlete.id())).hasSize(1);
    }

    @Test
    void an_element_leaves_quarantine_when_it_can_be_read() {
        World world = new World();
        Instant start = Instant.parse("2025-05-05T05:05:05Z");
        world.strava.answerNext(
                FakeAnswer.json(200, "[{\"id\":778,\"start_date\":\"2025-05-05T05:05:05Z\",\"distance\":[]}]"));
        world.athlete.put("{\"id\":778,\"start_date\":\"" + start + "\",\"distance\":5.0}");

        assertThat(world.engine.sync(world.athlete.id()).quarantined()).isEqualTo(1);
        assertThat(world.store.quarantined(world.athlete.id())).hasSize(1);

        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(1);
        assertThat(world.store.quarantined(world.athlete.id())).isEmpty();
    }

    @Test
    void a_history_that_comes_after_an_empty_first_sync_is_walked_whole() {
        World world = new World();
        SyncReport empty = world.engine.sync(world.athlete.id());
        world.withHistory(1132);

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(empty.status()).isEqualTo(Status.COMPLETE);
        assertThat(empty.requests()).isEqualTo(1);
        assertThat(report.inserted()).isEqualTo(1132);
    }

    @Test
    void old_activities_that_come_late_or_were_hidden_are_found_by_walking_the_full_history_again() {
        World world = new World().withHistory(600);
        world.engine.sync(world.athlete.id());
        Instant old = Instant.parse("2018-03-01T06:00:00Z");
        ActivityId late = world.athlete.upload(World.activity("Late by years", old));
        world.engine.sync(world.athlete.id());
        assertThat(world.store.find(world.athlete.id(), late)).isEmpty();

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory());

        assertThat(report.inserted()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(600);
        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @Test
    void of_an_unreadable_activity_that_changes_only_the_latest_form_is_kept() {
        World world = new World();
        int quarantined = 0;
        for (int kudos = 0; kudos < 5; kudos++) {
            world.strava.answerNext(
                    FakeAnswer.json(200, "[{\"id\":77,\"start_date\":\"not a date\",\"kudos_count\":" + kudos + "}]"));
            quarantined += world.engine.sync(world.athlete.id()).quarantined();
        }

        assertThat(quarantined).isEqualTo(1);
        assertThat(world.store.quarantined(world.athlete.id())).hasSize(1);
        assertThat(new String(world.store.quarantined(world.athlete.id()).get(0).bytes(), StandardCharsets.UTF_8))
                .contains("\"kudos_count\":4");
    }

    @Test
    void progress_is_told_after_each_page_and_a_listener_that_fails_stops_nothing() {
        World world = new World().withHistory(450);
        List<SyncProgress> told = new ArrayList<>();
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(World.listener(progress -> {
                    told.add(progress);
                    throw new IllegalStateException("listener");
                }))
                .build();

        SyncReport report = engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(told).extracting(SyncProgress::inserted).startsWith(200, 399).endsWith(450);
        assertThat(told).extracting(SyncProgress::requests).isSorted();
    }

    @Test
    void private_activities_come_only_with_the_scope_for_them() {
        World world = new World().withHistory(10);
        ActivityId hidden = world.athlete.upload(World.activity("Secret", World.START.minusSeconds(60)));
        world.athlete.hide(hidden);
        world.athlete.grantOnly(Set.of(Scope.READ, Scope.ACTIVITY_READ));

        world.engine.sync(world.athlete.id());
        assertThat(world.store.find(world.athlete.id(), hidden)).isEmpty();

        world.athlete.grantOnly(Set.of(Scope.READ, Scope.ACTIVITY_READ, Scope.ACTIVITY_READ_ALL));
        world.engine.sync(world.athlete.id());
        assertThat(world.store.find(world.athlete.id(), hidden)).isPresent();
    }

    @Test
    void two_athletes_do_not_mix() {
        World world = new World().withHistory(30);
        FakeAthlete other = world.strava.addAthlete();
        other.generateHistory(World.START.minus(Duration.ofDays(500)), World.START, 40);
        world.tokens.put(other.id(), other.grant());

        world.engine.sync(world.athlete.id());
        world.engine.sync(other.id());

        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
        assertThat(World.storedRaw(world.store, other.id())).containsExactlyInAnyOrderElementsOf(other.rawActivities());
    }
}
