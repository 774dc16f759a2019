package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.client.CallOptions;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.NotFoundException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.ClubId;
import io.stravaai.model.GearId;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentId;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client keeps of Strava's answers, for whom and for how long. */
class CacheTest {

    private static final SegmentId SEGMENT = SegmentId.of(5);
    private static final CallOptions BYPASSING = CallOptions.defaults().bypassingCache();

    private final World world = new World();
    private final AthleteId athlete = world.athlete.id();
    private final StravaClient client = caching(Duration.ofDays(1));

    private StravaClient caching(Duration maxAge) {
        return world.clientBuilder().cacheMaxAge(maxAge).build();
    }

    /** The next request finds a segment with this name. */
    private void segment(String name) {
        world.strava.answerNext(FakeAnswer.json(200, "{\"id\":5,\"name\":\"" + name + "\"}"));
    }

    private String name() {
        return name(athlete);
    }

    private String name(AthleteId asker) {
        return client.segments().get(asker, SEGMENT).name().orElseThrow();
    }

    private int requests() {
        return world.strava.exchanges().size();
    }

    interface Read {
        void with(StravaClient client, AthleteId athlete, CallOptions options);
    }

    private static Arguments row(String what, Read read) {
        return Arguments.of(what, read);
    }

    static Stream<Arguments> cached() {
        return Stream.of(
                row("gear", (client, athlete, options) -> client.gear().get(athlete, GearId.of("b1"), options)),
                row("a segment", (client, athlete, options) -> client.segments().get(athlete, SEGMENT, options)),
                row("zones", (client, athlete, options) -> client.athletes().zones(athlete, options)));
    }

    static Stream<Arguments> neverCached() {
        return Stream.of(
                row(
                        "the athlete",
                        (client, athlete, options) -> client.athletes().get(athlete, options)),
                row("stats", (client, athlete, options) -> client.athletes().stats(athlete, options)),
                row("a club", (client, athlete, options) -> client.clubs().get(athlete, ClubId.of(1), options)),
                row("a route", (client, athlete, options) -> client.routes().get(athlete, RouteId.of(1), options)),
                row(
                        "an activity",
                        (client, athlete, options) ->
                                client.activities().get(athlete, ActivityId.of(1), false, options)));
    }

    private void answerTwice() {
        for (int i = 0; i < 2; i++) {
            world.strava.answerNext(FakeAnswer.json(200, "{\"id\":1}"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"cached", "neverCached"})
    void nothing_is_cached_unless_it_is_asked_for(String what, Read read) {
        answerTwice();

        read.with(world.client, athlete, CallOptions.defaults());
        read.with(world.client, athlete, CallOptions.defaults());
        assertThat(requests()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cached")
    void what_changes_slowly_is_asked_for_once(String what, Read read) {
        answerTwice();

        read.with(client, athlete, CallOptions.defaults());
        read.with(client, athlete, CallOptions.defaults());
        assertThat(requests()).isEqualTo(1);
        read.with(client, athlete, BYPASSING);
        assertThat(requests()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neverCached")
    void nothing_else_is_cached(String what, Read read) {
        answerTwice();

        read.with(client, athlete, CallOptions.defaults());
        read.with(client, athlete, CallOptions.defaults());
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void a_cached_answer_ages_by_the_clients_clock() {
        segment("old");
        segment("new");

        assertThat(name()).isEqualTo("old");
        world.clock.advance(Duration.ofDays(1).minusMillis(1));
        assertThat(name()).isEqualTo("old");
        world.clock.advance(Duration.ofMillis(1));
        assertThat(name()).isEqualTo("new");
    }

    @Test
    void reading_an_answer_does_not_make_it_younger() {
        segment("old");
        segment("new");

        assertThat(name()).isEqualTo("old");
        world.clock.advance(Duration.ofHours(13));
        assertThat(name()).isEqualTo("old");
        world.clock.advance(Duration.ofHours(13));
        assertThat(name()).isEqualTo("new");
    }

    @Test
    void each_athlete_has_answers_of_their_own() {
        FakeAthlete other = world.strava.addAthlete();
        world.tokens.put(other.id(), other.grant());
        segment("as one sees it");
        segment("as the other sees it");

        for (int i = 0; i < 2; i++) {
            assertThat(name(athlete)).isEqualTo("as one sees it");
            assertThat(name(other.id())).isEqualTo("as the other sees it");
        }
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void things_of_one_number_are_not_mixed_up() {
        segment("five");
        world.strava.answerNext(FakeAnswer.json(200, "{\"id\":6,\"name\":\"six\"}"));

        assertThat(name()).isEqualTo("five");
        assertThat(client.segments().get(athlete, SegmentId.of(6)).name()).contains("six");
        assertThat(name()).isEqualTo("five");
    }

    @Test
    void a_read_that_bypasses_the_cache_renews_it() {
        segment("old");
        segment("new");

        assertThat(name()).isEqualTo("old");
        client.segments().get(athlete, SEGMENT, BYPASSING);
        assertThat(name()).isEqualTo("new");
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void a_starred_segment_is_asked_for_again_and_others_are_not() {
        segment("old");
        segment("starred");
        segment("new");

        assertThat(name()).isEqualTo("old");
        client.segments().star(athlete, SEGMENT, true);
        assertThat(name()).isEqualTo("new");
    }

    @Test
    void a_segment_is_asked_for_again_also_when_starring_it_failed() {
        segment("old");
        world.strava.answerNext(FakeAnswer.json(404, "{\"message\":\"Record Not Found\"}"));
        segment("new");

        assertThat(name()).isEqualTo("old");
        assertThatThrownBy(() -> client.segments().star(athlete, SEGMENT, true)).isInstanceOf(NotFoundException.class);
        assertThat(name()).isEqualTo("new");
    }

    @Test
    void an_answer_that_was_under_way_while_the_segment_was_starred_is_not_kept() {
        segment("from before the star");
        segment("starred");
        segment("new");
        boolean[] starred = {false};
        world.strava.onAnswer(exchange -> {
            if (!starred[0]) {
                starred[0] = true;
                client.segments().star(athlete, SEGMENT, true);
            }
        });

        assertThat(name()).isEqualTo("from before the star");
        assertThat(name()).isEqualTo("new");
    }

    @Test
    void the_answers_of_an_athlete_who_disconnects_are_forgotten_and_only_theirs() {
        FakeAthlete other = world.strava.addAthlete();
        world.tokens.put(other.id(), other.grant());
        segment("old");
        segment("the other's");
        assertThat(name()).isEqualTo("old");
        assertThat(name(other.id())).isEqualTo("the other's");

        client.oauth().revoke(athlete);
        assertThat(name(other.id())).isEqualTo("the other's");
        assertThatThrownBy(this::name).isInstanceOf(NoGrantException.class);
    }

    @Test
    void an_athlete_whom_another_process_disconnected_is_forgotten_as_well() {
        segment("old");
        assertThat(name()).isEqualTo("old");
        world.node().oauth().revoke(athlete);

        assertThatThrownBy(this::name).isInstanceOf(NoGrantException.class);
    }

    @Test
    void an_error_is_not_cached_and_leaves_what_is() {
        world.strava.answerNext(FakeAnswer.json(404, "{\"message\":\"Record Not Found\"}"));
        segment("there");
        world.strava.answerNext(FakeAnswer.json(404, "{\"message\":\"Record Not Found\"}"));

        assertThatThrownBy(this::name).isInstanceOf(NotFoundException.class);
        assertThat(name()).isEqualTo("there");
        assertThatThrownBy(() -> client.segments().get(athlete, SEGMENT, BYPASSING))
                .isInstanceOf(NotFoundException.class);
        assertThat(name()).isEqualTo("there");
    }

    @Test
    void a_cached_answer_needs_no_quota_and_no_refresh() {
        segment("known");
        assertThat(name()).isEqualTo("known");
        int tokenRequests = world.strava.tokenRequests();
        String before = client.quota().toString();

        world.tokens.put(athlete, world.athlete.expiredGrant());
        assertThat(name()).isEqualTo("known");
        assertThat(client.quota()).hasToString(before);
        assertThat(requests()).isEqualTo(1);
        assertThat(world.strava.tokenRequests()).isEqualTo(tokenRequests);
    }

    @Test
    void seven_days_are_the_most() {
        caching(Duration.ofDays(7)).close();

        assertThatThrownBy(() -> caching(Duration.ofDays(7).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cacheMaxAge");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -86_400})
    void a_negative_age_is_refused(long seconds) {
        assertThatThrownBy(() -> caching(Duration.ofSeconds(seconds))).isInstanceOf(IllegalArgumentException.class);
    }
}
