package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.SyncEngine;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.Coverage;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.SyncCommit;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Syncs that are cut short, get wrong answers or are overtaken by others. */
class SyncTroubleTest {

    @Test
    void a_failure_in_the_middle_loses_at_most_the_page_under_way() {
        World world = new World().withHistory(900);
        SyncEngine engine = world.engine(world.client, failingAfter(world.store, 3));

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
        assertThatThrownBy(() ->
                        world.engine(world.client, failingAfter(world.store, 4)).sync(world.athlete.id()))
                .isInstanceOf(StoreException.class);
        world.athlete.upload(World.activity("New meanwhile", World.START));

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
                world.engine(world.client, failingAfter(world.store, commits)).sync(world.athlete.id()));

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
        assertThatThrownBy(() ->
                        world.engine(world.client, failingAfter(world.store, 3)).sync(world.athlete.id()))
                .isInstanceOf(StoreException.class);
        world.clock.advance(Duration.ofMinutes(16));
        List<SyncProgress> told = new ArrayList<>();

        SyncEngine.builder()
                .client(world.client)
                .store(world.store)
                .clock(world.clock)
                .listener(World.listener(told::add))
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

        SyncReport report = world.engine(world.client, raced).sync(world.athlete.id());

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

        SyncReport report = world.engine(world.client, raced).sync(world.athlete.id());

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

        SyncReport report = world.engine(world.client, raced).sync(world.athlete.id());

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
        ActivityId late = world.athlete.upload(World.activity("Late", Instant.parse("2019-01-15T06:00:00Z")));
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

    private static long firstId(World world) {
        return world.store
                .list(ActivityQuery.of(world.athlete.id()).limit(1))
                .get(0)
                .id()
                .value();
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
