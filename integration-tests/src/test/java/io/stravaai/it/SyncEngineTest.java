package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.auth.Scope;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.internal.quota.StravaRateLimiter;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.Coverage;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeExchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
        world.athlete.upload(activity("New", World.START));
        ActivityId late = world.athlete.upload(
                activity("Late", stored.get(100).startDate().orElseThrow().plusSeconds(7)));

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
            world.athlete.upload(
                    activity("Tie " + i, Instant.parse("2020-05-01T00:00:01Z").plusSeconds(i / 30)));
        }

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(450);
        assertThat(report.unchanged()).isZero();
    }

    @Test
    void more_activities_in_one_second_than_a_page_holds_are_all_found() {
        World world = new World();
        for (int i = 0; i < 430; i++) {
            world.athlete.upload(activity("Tie " + i, Instant.parse("2020-05-01T00:00:01Z")));
        }
        world.athlete.upload(activity("Older", Instant.parse("2019-05-01T00:00:01Z")));

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
        world.athlete.upload(activity("From the future", Instant.parse("2033-06-16T10:00:00Z")));
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
        SyncEngine engine = engine(world, client, world.store);

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
            assertThat(engine(world, client, world.store)
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
    void a_failure_in_the_middle_loses_at_most_the_page_under_way() {
        World world = new World().withHistory(900);
        SyncEngine engine = engine(world, world.client, failingAfter(world.store, 3));

        assertThatThrownBy(() -> engine.sync(world.athlete.id())).isInstanceOf(StoreException.class);
        int before = world.listRequests();
        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        // One for the newest, one for the page that was lost, and what remained.
        assertThat(world.listRequests() - before).isLessThanOrEqualTo(5);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_sync_that_was_cut_short_is_continued_where_it_stopped() {
        World world = new World().withHistory(900);
        assertThatThrownBy(() -> engine(world, world.client, failingAfter(world.store, 4))
                        .sync(world.athlete.id()))
                .isInstanceOf(StoreException.class);
        world.athlete.upload(activity("New meanwhile", World.START));

        world.engine.sync(world.athlete.id());

        List<Map<String, String>> pages =
                world.strava.exchanges().stream().map(FakeExchange::query).toList();
        // The page that was lost comes again; the newest are listed at the end, and nothing else twice.
        assertThat(pages.get(4)).isEqualTo(pages.get(3));
        assertThat(pages.get(pages.size() - 1)).isEqualTo(pages.get(0));
        assertThat(pages).hasSize(Set.copyOf(pages).size() + 2);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_sync_that_was_cut_short_at_any_page_fetches_that_page_twice_and_no_other(int commits) {
        World world = new World().withHistory(900);
        catchThrowable(() ->
                engine(world, world.client, failingAfter(world.store, commits)).sync(world.athlete.id()));

        world.engine.sync(world.athlete.id());

        List<Map<String, String>> history = world.strava.exchanges().stream()
                .map(FakeExchange::query)
                .filter(query -> query.containsKey("before"))
                .toList();
        assertThat(history.size() - Set.copyOf(history).size()).isLessThanOrEqualTo(1);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_sync_that_is_continued_later_looks_for_what_is_new_first() {
        World world = new World().withHistory(900);
        assertThatThrownBy(() -> engine(world, world.client, failingAfter(world.store, 3))
                        .sync(world.athlete.id()))
                .isInstanceOf(StoreException.class);
        world.clock.advance(Duration.ofMinutes(16));
        List<SyncProgress> told = new ArrayList<>();

        SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(listener(told::add))
                .build()
                .sync(world.athlete.id());

        assertThat(told.get(0).unchanged()).isEqualTo(200);
        assertThat(told.get(1).inserted()).isPositive();
    }

    @Test
    void server_errors_are_repeated_and_then_thrown() {
        World world = new World().withHistory(10);
        world.strava.answerNext(FakeAnswer.json(500, "{\"message\":\"error\"}"));
        world.strava.answerNext(FakeAnswer.html(503, "<html>maintenance</html>"));

        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(10);
        assertThat(world.sleeper.sleeps()).hasSize(2);

        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(500, "{\"message\":\"error\"}"));
        }
        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(ServerErrorException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "7"})
    void an_answer_that_is_no_list_ends_the_sync_and_not_the_history(String body) {
        World world = new World().withHistory(30);
        world.strava.answerNext(FakeAnswer.json(200, body));

        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).isInstanceOf(ResponseFormatException.class);

        assertThat(world.engine.sync(world.athlete.id()).inserted()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[{\"id\":1}", "[{\"id\":1},", "[]x"})
    void an_answer_that_is_not_a_whole_array_never_ends_the_history(String body) {
        World world = new World().withHistory(30);
        world.strava.answerNext(FakeAnswer.json(200, body));

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.inserted()).isEqualTo(30);
        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }

    @Test
    void a_list_with_the_oldest_first_is_refused() {
        World world = new World();
        StringBuilder page = new StringBuilder("[");
        for (int i = 1; i <= 20; i++) {
            page.append(i == 1 ? "" : ",")
                    .append("{\"id\":" + i + ",\"start_date\":\"2020-01-" + (i + 9) + "T00:00:00Z\"}");
        }
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(200, page + "]"));
        }

        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).hasMessageContaining("newest activities first");
        assertThat(world.storedRaw()).isEmpty();
        assertThat(world.store.syncState(world.athlete.id()).orElseThrow().coverage())
                .isEqualTo(Coverage.none());
    }

    @Test
    void a_server_that_repeats_a_page_for_ever_is_not_asked_for_ever() {
        World world = new World();
        for (int i = 0; i < 20; i++) {
            world.strava.answerNext(FakeAnswer.json(200, "[{\"id\":1,\"start_date\":\"2020-01-01T00:00:00Z\"}]"));
        }

        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).hasMessageContaining("the same comes again");
        assertThat(world.listRequests()).isEqualTo(4);
    }

    @Test
    void a_commit_that_lost_the_race_is_read_again_from_strava() {
        World world = new World().withHistory(450);
        List<Integer> requests = new ArrayList<>();
        ActivityStore raced = new ForwardingActivityStore(world.store) {
            private int commits;

            @Override
            public CommitResult commit(SyncCommit commit) {
                if (++commits == 3) {
                    // Another node, in the middle of our page.
                    world.athlete.rename(ActivityId.of(firstId(world)), "Edited meanwhile");
                    world.engine.sync(world.athlete.id());
                    requests.add(world.listRequests());
                }
                return super.commit(commit);
            }
        };

        SyncReport report = engine(world, world.client, raced).sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(requests).hasSize(1);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
    }

    @Test
    void a_page_that_is_read_again_after_lost_races_is_not_taken_for_one_that_repeats() {
        World world = new World().withHistory(3);
        AtomicInteger commits = new AtomicInteger();
        ActivityStore raced = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                int number = commits.incrementAndGet();
                return number > 1 && number < 6 ? CommitResult.CONFLICT : super.commit(commit);
            }
        };

        SyncReport report = engine(world, world.client, raced).sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(report.inserted()).isEqualTo(3);
    }

    @Test
    void a_sync_that_always_loses_the_race_leaves_the_rest_to_the_other() {
        World world = new World().withHistory(450);
        ActivityStore raced = new ForwardingActivityStore(world.store) {
            @Override
            public CommitResult commit(SyncCommit commit) {
                return CommitResult.CONFLICT;
            }
        };

        SyncReport report = engine(world, world.client, raced).sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.PARTIAL);
        assertThat(report.requests()).isEqualTo(5);
        assertThat(report.inserted()).isZero();
    }

    @Test
    void one_empty_answer_in_the_middle_of_a_backfill_does_not_end_it() {
        World world = new World(server -> server.readLimits(4, 1000)).withHistory(1132);
        world.engine.sync(world.athlete.id());
        world.clock.advance(Duration.ofMinutes(15));
        world.strava.answerNext(FakeAnswer.json(200, "[]"));
        world.strava.answerNext(FakeAnswer.real());
        world.strava.answerNext(FakeAnswer.json(200, "[]"));

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofHours(3)));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
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
        ActivityId late = world.athlete.upload(activity("Late by years", old));
        world.engine.sync(world.athlete.id());
        assertThat(world.store.find(world.athlete.id(), late)).isEmpty();

        SyncReport report =
                world.engine.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory());

        assertThat(report.inserted()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(600);
        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_purge_during_a_sync_is_not_undone_by_it(int page) {
        World world = new World().withHistory(900);
        AtomicInteger pages = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (pages.incrementAndGet() == page) {
                world.store.purge(world.athlete.id());
            }
        });

        assertThatThrownBy(() -> world.engine.sync(world.athlete.id())).hasMessageContaining("purged");
        assertThat(world.storedRaw()).isEmpty();
        assertThat(world.store.syncState(world.athlete.id())).isEmpty();
    }

    @Test
    void a_full_sync_that_stored_no_page_is_done_by_the_next_one() {
        World world = new World().withHistory(900);
        world.engine.sync(world.athlete.id());
        ActivityId late = world.athlete.upload(activity("Late", Instant.parse("2019-01-15T06:00:00Z")));
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(500, "{}"));
        }
        HookedStore store = new HookedStore(world.store);
        store.beforeCommit = commit -> {
            // The process is gone before it can say how the sync ended.
            if (commit.next().failures() > 0) {
                throw new StoreException("gone", true, null);
            }
        };
        SyncEngine full = SyncEngine.builder()
                .client(world.client)
                .store(store)
                .clock(world.clock)
                .build();
        assertThatThrownBy(() ->
                        full.sync(world.athlete.id(), SyncOptions.defaults().withFullHistory()))
                .isInstanceOf(ServerErrorException.class);

        world.engine.sync(world.athlete.id());

        assertThat(world.store.find(world.athlete.id(), late)).isPresent();
    }

    @Test
    void a_sync_from_before_a_purge_does_not_match_the_state_after_it() {
        World world = new World().withHistory(300);
        world.engine.sync(world.athlete.id());
        AtomicInteger pages = new AtomicInteger();
        world.strava.onAnswer(exchange -> {
            if (pages.incrementAndGet() == 1) {
                world.store.purge(world.athlete.id());
                world.engine.sync(world.athlete.id());
            }
        });

        SyncReport report = world.engine.sync(world.athlete.id());

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
        assertThat(world.storedRaw()).containsExactlyInAnyOrderElementsOf(world.athlete.rawActivities());
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
    void waiting_for_ever_is_a_wait() {
        World world = new World().withHistory(3);

        SyncReport report = world.engine.sync(
                world.athlete.id(), SyncOptions.defaults().withMaxWait(Duration.ofSeconds(Long.MAX_VALUE)));

        assertThat(report.status()).isEqualTo(Status.COMPLETE);
    }

    @Test
    void progress_is_told_after_each_page_and_a_listener_that_fails_stops_nothing() {
        World world = new World().withHistory(450);
        List<SyncProgress> told = new ArrayList<>();
        SyncEngine engine = SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(listener(progress -> {
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
        ActivityId hidden = world.athlete.upload(activity("Secret", World.START.minusSeconds(60)));
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

    private static long firstId(World world) {
        return world.store
                .list(ActivityQuery.of(world.athlete.id()).limit(1))
                .get(0)
                .id()
                .value();
    }

    private static SyncEngine engine(World world, StravaClient client, ActivityStore store) {
        return SyncEngine.builder()
                .client(client)
                .store(store)
                .clock(world.clock)
                .build();
    }

    private static StravaListener listener(Consumer<SyncProgress> pages) {
        return new StravaListener() {
            @Override
            public void pageStored(SyncProgress progress) {
                pages.accept(progress);
            }
        };
    }

    private static FakeActivity activity(String name, Instant start) {
        return FakeActivity.builder()
                .sportType(SportType.RIDE)
                .name(name)
                .startDate(start)
                .build();
    }

    private static ActivityStore failingAfter(ActivityStore store, int commits) {
        return new ForwardingActivityStore(store) {
            private int left = commits;

            @Override
            public CommitResult commit(SyncCommit commit) {
                if (left-- == 0) {
                    throw new StoreException("The database is gone", true, null);
                }
                return super.commit(commit);
            }
        };
    }
}
