package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.client.Page;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaObject;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.test.FakeAnswer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives the client an answer, and calls the method whose answer it is. */
final class Replay {

    private static final Map<String, Operation> OPERATIONS =
            Arrays.stream(Operation.values()).collect(Collectors.toMap(Operation::request, Function.identity()));

    private Replay() {}

    static Optional<Operation> operation(RecordedAnswer answer) {
        return Optional.ofNullable(OPERATIONS.get(answer.request()));
    }

    /**
     * Does something with a client that will get this answer to its next request, headers included.
     *
     * @param work throws what it will
     */
    static void with(RecordedAnswer answer, BiConsumer<StravaClient, AthleteId> work) {
        World world = new World();
        world.strava.answerNext(answer(answer));
        if (answer.status() == 401) {
            // The client asks once more with a new token.
            world.strava.answerNext(answer(answer));
        }
        try (StravaClient client =
                world.clientBuilder().retryPolicy(RetryPolicy.never()).build()) {
            work.accept(client, world.athlete.id());
        }
    }

    static FakeAnswer answer(RecordedAnswer recorded) {
        FakeAnswer answer = FakeAnswer.json(recorded.status(), recorded.text()).withoutQuotaHeaders();
        for (Map.Entry<String, String> header : recorded.headers().entrySet()) {
            answer = answer.header(header.getKey(), header.getValue());
        }
        return answer;
    }

    /** Reads a successful answer and holds what the client gives against its source. */
    static void compare(RecordedAnswer answer, Operation operation, Fidelity fidelity) {
        var sources = operation.sources(JsonTree.parse(answer.body()));
        with(answer, (client, athlete) -> {
            Page<? extends StravaObject> page = operation.call(client, athlete);
            if (!page.unreadable().isEmpty() || page.elements().size() != sources.size()) {
                fidelity.differences()
                        .add(answer.name() + ": " + page + " of " + sources.size() + " elements"
                                + page.unreadable().stream()
                                        .map(e -> ", " + e.reason())
                                        .distinct()
                                        .collect(Collectors.joining()));
                return;
            }
            for (int i = 0; i < sources.size(); i++) {
                fidelity.compare(answer.name() + " $", page.elements().get(i), sources.get(i));
            }
        });
    }
}
