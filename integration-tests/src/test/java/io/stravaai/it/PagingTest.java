package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.StravaClient;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.CallOptions;
import io.stravaai.client.Page;
import io.stravaai.client.Paged;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Club;
import io.stravaai.model.Comment;
import io.stravaai.model.StravaObject;
import io.stravaai.model.SummaryActivity;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeExchange;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists that are fetched while they are read: which requests they cost, and when. */
class PagingTest {

    private static final ActivityId ACTIVITY = ActivityId.of(77);

    private final World world = new World();
    private final StravaClient client = world.client;

    private Paged<Club> clubs() {
        return client.clubs().list(world.athlete.id(), CallOptions.defaults());
    }

    private Paged<Comment> comments() {
        return client.activities().comments(world.athlete.id(), ACTIVITY, CallOptions.defaults());
    }

    /** The next answers hold these ids, a page each. */
    private void pages(long[]... pages) {
        for (long[] ids : pages) {
            world.strava.answerNext(FakeAnswer.json(
                    200,
                    Arrays.stream(ids)
                            .mapToObj(id -> "{\"id\":" + id + "}")
                            .collect(Collectors.joining(",", "[", "]"))));
        }
    }

    private static long[] page(long... ids) {
        return ids;
    }

    private void comment(String fields) {
        world.strava.answerNext(FakeAnswer.json(200, "[{\"id\":1" + fields + "}]"));
    }

    private int requests() {
        return world.strava.exchanges().size();
    }

    private List<Map<String, String>> queries() {
        return world.strava.exchanges().stream().map(FakeExchange::query).toList();
    }

    private static List<Long> ids(Iterable<Club> clubs) {
        return StreamSupport.stream(clubs.spliterator(), false)
                .map(PagingTest::id)
                .toList();
    }

    private static long id(Club club) {
        return club.id().value();
    }

    @Test
    void nothing_is_sent_before_an_element_is_asked_for() {
        Paged<Club> clubs = clubs();
        clubs.iterator();
        clubs.pages().iterator();
        clubs.stream().map(PagingTest::id);

        assertThat(requests()).isZero();
    }

    @Test
    void a_page_is_asked_for_when_the_one_before_it_is_used_up() {
        pages(page(1, 2), page(3), page());
        Iterator<Club> clubs = clubs().iterator();

        clubs.next();
        clubs.hasNext();
        clubs.next();
        assertThat(requests()).isEqualTo(1);
        assertThat(clubs.hasNext()).isTrue();
        assertThat(clubs.hasNext()).isTrue();
        assertThat(requests()).isEqualTo(2);
        clubs.next();
        assertThat(requests()).isEqualTo(2);
        assertThat(clubs.hasNext()).isFalse();
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void a_stream_with_a_limit_asks_for_no_more_than_it_needs() {
        pages(page(1, 2), page(3, 4), page(5, 6));

        assertThat(clubs().stream().limit(2).map(PagingTest::id)).containsExactly(1L, 2L);
        assertThat(requests()).isEqualTo(1);
        assertThat(clubs().stream().limit(0)).isEmpty();
        assertThat(requests()).isEqualTo(1);
        assertThat(clubs().stream().map(PagingTest::id).findFirst()).contains(3L);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void a_list_ends_at_an_empty_page_and_not_at_a_short_one() {
        pages(page(1, 2, 3), page(4), page(5, 6, 7), page());
        Iterator<Club> clubs = clubs().iterator();

        assertThat(ids(() -> clubs)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(requests()).isEqualTo(4);
        assertThat(clubs.hasNext()).isFalse();
        assertThatThrownBy(clubs::next).isInstanceOf(NoSuchElementException.class);
        assertThat(requests()).as("an end is an end").isEqualTo(4);
    }

    @Test
    void pages_come_without_the_empty_one_at_the_end() {
        pages(page(1, 2), page(3), page());

        assertThat(clubs().pages())
                .extracting(page -> ids(page.elements()))
                .containsExactly(List.of(1L, 2L), List.of(3L));
        pages(page(), page());
        assertThat(clubs().pages()).isEmpty();
        assertThat(clubs().first().isEmpty()).isTrue();
    }

    @Test
    void each_iteration_starts_anew() {
        pages(page(1), page(), page(2), page(), page(3));
        Paged<Club> clubs = clubs();

        assertThat(ids(clubs)).containsExactly(1L);
        assertThat(ids(clubs)).containsExactly(2L);
        assertThat(ids(clubs.first().elements())).containsExactly(3L);
        assertThat(queries()).extracting(query -> query.get("page")).containsExactly("1", "2", "1", "2", "1");
    }

    @Test
    void two_iterations_do_not_disturb_one_another() {
        pages(page(1, 2), page(11, 12));
        Paged<Club> clubs = clubs();
        Iterator<Club> one = clubs.iterator();
        Iterator<Club> other = clubs.iterator();

        assertThat(Stream.of(one, other, one, other).map(Iterator::next).map(PagingTest::id))
                .containsExactly(1L, 11L, 2L, 12L);
    }

    @Test
    void behind_the_readable_elements_of_a_page_the_others_are_told_once_and_the_list_goes_on() {
        world.strava.answerNext(FakeAnswer.json(200, "[{\"id\":1},7,{\"id\":2},\"x\"]"));
        pages(page(3), page());
        Iterator<Club> clubs = clubs().iterator();

        assertThat(id(clubs.next())).isEqualTo(1);
        assertThat(id(clubs.next())).isEqualTo(2);
        assertThatThrownBy(clubs::hasNext)
                .isInstanceOf(ResponseFormatException.class)
                .hasMessageStartingWith("2 of");
        assertThat(requests()).isEqualTo(1);
        assertThat(id(clubs.next())).isEqualTo(3);
        assertThat(clubs.hasNext()).isFalse();
    }

    @Test
    void unreadable_elements_come_with_their_bytes_in_the_page_and_alone_they_are_no_end() {
        world.strava.answerNext(FakeAnswer.json(200, "[ 7 ,[{}]]"));
        pages(page(3), page());
        Iterator<Page<Club>> pages = clubs().pages().iterator();

        Page<Club> first = pages.next();
        assertThat(first.elements()).isEmpty();
        assertThat(first.unreadable())
                .extracting(element -> new String(element.bytes()))
                .containsExactly("7", "[{}]");
        assertThat(ids(pages.next().elements())).containsExactly(3L);
        assertThat(pages.hasNext()).isFalse();
    }

    @Test
    void after_an_error_in_the_middle_the_same_page_can_be_asked_for_again() {
        pages(page(1));
        world.strava.answerNext(FakeAnswer.json(404, "{\"message\":\"Record Not Found\"}"));
        world.strava.answerNext(FakeAnswer.html(200, "<html>"));
        world.strava.answerNext(FakeAnswer.json(404, "{\"message\":\"Record Not Found\"}"));
        pages(page(2), page());
        Iterator<Club> clubs = clubs().iterator();

        assertThat(id(clubs.next())).isEqualTo(1);
        assertThatThrownBy(clubs::hasNext).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(clubs::next).isInstanceOf(NotFoundException.class);
        assertThat(id(clubs.next())).isEqualTo(2);
        assertThat(clubs.hasNext()).isFalse();
        assertThat(queries())
                .extracting(query -> query.get("page"))
                .as("the answer that is no JSON was repeated at once")
                .containsExactly("1", "2", "2", "2", "2", "3");
    }

    static Stream<Arguments> numbered() {
        return Stream.of(
                Arguments.of(
                        "/api/v3/athlete/clubs",
                        list((world, athlete) -> world.client.clubs().list(athlete))),
                Arguments.of(
                        "/api/v3/segments/starred",
                        list((world, athlete) -> world.client.segments().starred(athlete))),
                Arguments.of(
                        "/api/v3/athletes/1001/routes",
                        list((world, athlete) -> world.client.routes().list(athlete))),
                Arguments.of(
                        "/api/v3/activities/77/kudos",
                        list((world, athlete) -> world.client.activities().kudos(athlete, ACTIVITY))));
    }

    interface Lists {
        Paged<? extends StravaObject> of(World world, AthleteId athlete);
    }

    private static Lists list(Lists lists) {
        return lists;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbered")
    void a_numbered_list_counts_full_pages_from_one(String path, Lists lists) {
        pages(page(1, 2), page(3), page());

        assertThat(lists.of(world, world.athlete.id()).stream().count()).isEqualTo(3);
        assertThat(world.strava.exchanges()).extracting(FakeExchange::path).containsOnly(path);
        assertThat(queries())
                .containsExactly(
                        Map.of("page", "1", "per_page", "200"),
                        Map.of("page", "2", "per_page", "200"),
                        Map.of("page", "3", "per_page", "200"));
    }

    @Test
    void activities_start_at_the_page_and_have_the_size_that_was_asked_for() {
        pages(page(1), page());

        Paged<SummaryActivity> activities = client.activities()
                .list(world.athlete.id(), ActivityListRequest.latest().page(4).perPage(30));
        assertThat(activities.stream().count()).isEqualTo(1);
        assertThat(queries())
                .containsExactly(Map.of("page", "4", "per_page", "30"), Map.of("page", "5", "per_page", "30"));
    }

    @Test
    void comments_go_on_at_the_cursor_of_the_last_one_which_is_sent_back_unchanged() {
        world.strava.answerNext(
                FakeAnswer.json(200, "[{\"id\":1,\"cursor\":\"skipped\"},{\"id\":2,\"cursor\":\"ab+/%3D%3D\"}]"));
        comment(",\"cursor\":\"next\"");
        pages(page());

        assertThat(comments().stream().count()).isEqualTo(3);
        // As the server decodes it: on the wire it is ab%2B%2F%253D%253D.
        assertThat(queries())
                .containsExactly(
                        Map.of("page_size", "200"),
                        Map.of("page_size", "200", "after_cursor", "ab+/%3D%3D"),
                        Map.of("page_size", "200", "after_cursor", "next"));
    }

    @Test
    void comments_that_do_not_say_where_they_go_on_are_an_error_and_not_an_end() {
        comment("");
        Iterator<Comment> comments = comments().iterator();
        comments.next();

        assertThatThrownBy(comments::hasNext).isInstanceOf(ResponseFormatException.class);
        assertThatThrownBy(comments::hasNext).isInstanceOf(ResponseFormatException.class);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void comments_whose_cursor_stands_still_are_not_asked_for_for_ever() {
        comment(",\"cursor\":\"same\"");
        comment(",\"cursor\":\"same\"");

        assertThatThrownBy(() -> comments().forEach(comment -> {})).isInstanceOf(ResponseFormatException.class);
        assertThat(requests()).isEqualTo(2);
    }
}
