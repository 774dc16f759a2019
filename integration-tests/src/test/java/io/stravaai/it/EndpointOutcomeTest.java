package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestEvent;
import io.stravaai.it.Outcomes.Row;
import io.stravaai.it.Outcomes.Then;
import io.stravaai.quota.Lane;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaWindow;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer at every endpoint, in process. What to expect follows from the row, from whether the operation may be
 * repeated, and from what its answer must be.
 */
class EndpointOutcomeTest {

    private final World world = new World();
    private final List<RequestEvent> events = new CopyOnWriteArrayList<>();

    static Stream<Arguments> cells() {
        return Endpoint.all().stream()
                .flatMap(operation -> Outcomes.rows().stream().map(row -> Arguments.of(operation, row)));
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @MethodSource("cells")
    void trouble_that_stays_reaches_the_caller(Endpoint operation, Row row) {
        assertOutcome(operation, row, Lane.INTERACTIVE);
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @MethodSource("cells")
    void where_nobody_waits_it_is_repeated_twice(Endpoint operation, Row row) {
        assertOutcome(operation, row, Lane.POLL);
    }

    @ParameterizedTest(name = "{0} gets {1}, then a valid answer")
    @MethodSource("cells")
    void trouble_that_passes_reaches_the_caller_only_if_the_call_cannot_be_repeated(Endpoint operation, Row row) {
        if (row.then() == Then.NOT_SENT) {
            return;
        }
        world.strava.answerNext(row.answer(operation));
        world.strava.answerNext(operation.valid());
        boolean repeated = switch (row.thenFor(operation)) {
            case RESULT, FINAL -> false;
            case REFRESHED, NEXT_WINDOW -> operation.isOfAthlete();
            case REPEATED, NOT_SENT -> operation.isIdempotent();
        };

        Throwable error;
        try (StravaClient client = client(row)) {
            error = catchThrowable(() -> operation.call(
                    client, world.athlete.id(), CallOptions.defaults().withMaxQuotaWait(Duration.ofMinutes(20))));
        }

        assertThat(apiRequests()).isEqualTo(repeated ? 2 : 1);
        if (repeated || row.thenFor(operation) == Then.RESULT) {
            assertThat(error).isNull();
        } else {
            assertThat(error).isExactlyInstanceOf(row.error());
        }
    }

    @Test
    void the_table_has_every_endpoint() {
        try (StravaClient client = client(null)) {
            for (Endpoint operation : Endpoint.all()) {
                world.strava.answerNext(operation.valid());
                operation.call(client, world.athlete.id(), CallOptions.defaults());
                assertThat(events.get(events.size() - 1).operation()).isEqualTo(operation.toString());
            }
        }
        assertThat(events).extracting(RequestEvent::operation).containsExactlyInAnyOrderElementsOf(endpoints());
    }

    private void assertOutcome(Endpoint operation, Row row, Lane lane) {
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(row.answer(operation));
        }
        int attempts = operation.isOfAthlete() && lane != Lane.INTERACTIVE ? 3 : 2;
        int requests = switch (row.thenFor(operation)) {
            case RESULT, FINAL, NEXT_WINDOW -> 1;
            case REFRESHED -> operation.isOfAthlete() ? 2 : 1;
            case REPEATED -> operation.isIdempotent() ? attempts : 1;
            case NOT_SENT -> attempts;
        };
        int refreshes = row.then() == Then.REFRESHED && operation.isOfAthlete() ? 1 : 0;

        Throwable error;
        int charged;
        try (StravaClient client = client(row)) {
            error = catchThrowable(() -> operation.call(
                    client, world.athlete.id(), CallOptions.defaults().withLane(lane)));
            charged = client.quota()
                    .count(QuotaBucket.OVERALL, QuotaWindow.QUARTER_HOUR)
                    .used();
        }

        if (row.thenFor(operation) == Then.RESULT) {
            assertThat(error).isNull();
        } else {
            assertThat(error).isExactlyInstanceOf(row.error());
            assertThat(text(error))
                    .doesNotContain(world.athlete.grant().accessToken())
                    .doesNotContain(world.athlete.refreshToken())
                    .doesNotContain(world.strava.credentials().clientSecret());
        }
        assertThat(events)
                .hasSize(requests)
                .allSatisfy(event -> assertThat(event.operation()).isEqualTo(operation.toString()));
        assertThat(apiRequests()).isEqualTo(row.then() == Then.NOT_SENT ? 0 : requests);
        assertThat(world.strava.tokenRequests()).isEqualTo(refreshes);
        assertThat(charged).isEqualTo(operation.isOfAthlete() && row.then() != Then.NOT_SENT ? requests : 0);
    }

    private StravaClient client(Row row) {
        return row != null && row.then() == Then.NOT_SENT
                ? world.clientBuilder()
                        .okHttp(Outcomes.NO_CONNECTION)
                        .apiUrl(URI.create("http://127.0.0.1:1/api/v3"))
                        .listener(listener())
                        .build()
                : world.clientBuilder().listener(listener()).build();
    }

    private StravaListener listener() {
        return new StravaListener() {
            @Override
            public void requestCompleted(RequestEvent event) {
                events.add(event);
            }
        };
    }

    private long apiRequests() {
        return world.strava.exchanges().stream()
                .filter(exchange -> exchange.path().startsWith("/api/"))
                .count();
    }

    /** What the interface of the endpoints declares. */
    private static Set<String> endpoints() {
        Set<String> endpoints = new TreeSet<>();
        try {
            for (Method method :
                    Class.forName("io.stravaai.internal.http.StravaHttp").getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    String verb = annotation.annotationType().getSimpleName();
                    if (Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD").contains(verb)) {
                        Object path =
                                annotation.annotationType().getMethod("value").invoke(annotation);
                        endpoints.add(verb + " /" + path);
                    }
                }
                assertThat(endpoints).as("the endpoint of %s", method.getName()).isNotEmpty();
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return endpoints;
    }

    private static String text(Throwable error) {
        return Throwables.getStackTrace(error);
    }
}
