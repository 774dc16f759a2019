package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.internal.json.JsonArraySplitter;
import io.stravaai.internal.json.JsonObject;
import io.stravaai.model.ExplorerSegment;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StravaObject;
import io.stravaai.model.StreamSet;
import io.stravaai.retry.RetryPolicy;
import io.stravaai.test.FakeAnswer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever an answer is spoilt with, it is a value, an error of this library, or an element that is handed out as
 * unreadable. The system property {@code mutants} says how many are tried.
 */
class MutationTest {

    private static final int MUTANTS = Integer.getInteger("mutants", 200_000);
    private static final int SEED = 20_260_301;

    /** One in so many goes through the client as well. */
    private static final int CALLED_EVERY = 100;

    /** One in so many is made of a whole answer; the others of answers without most of their elements. */
    private static final int WHOLE_EVERY = 1000;

    private static final int ELEMENTS = 3;

    /** The longest of all, a list of events, takes a second to spoil. */
    private static final int LARGE = 300_000;

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    private record Subject(String name, Operation operation, boolean list, Mutator mutator) {}

    private record Cut(Subject subject, int number) {}

    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ran = new AtomicInteger();
    private List<Subject> whole = List.of();
    private List<Subject> small = List.of();
    private List<Cut> cuts = List.of();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_spoilt_answer_is_read_or_refused_and_never_breaks_anything() {
        List<RecordedAnswer> answers = answers();
        whole = answers.stream()
                .filter(answer -> answer.body().length <= LARGE)
                .map(answer -> subject(answer, answer.body()))
                .toList();
        small = answers.stream()
                .map(answer -> subject(answer, withFewElements(answer.body())))
                .toList();
        cuts = small.stream()
                .flatMap(subject ->
                        IntStream.range(0, subject.mutator().cuts()).mapToObj(number -> new Cut(subject, number)))
                .toList();
        long[] nanos = new long[MUTANTS];

        long start = System.nanoTime();
        IntStream.range(0, MUTANTS).parallel().forEach(number -> nanos[number] = read(number));
        double seconds = (System.nanoTime() - start) / 1e9;
        int called = callClient();

        Arrays.sort(nanos);
        System.out.printf(
                "%d mutants of %d answers, seed %d, %.1f s, %.0f each second; reading one took %.3f ms of processor time in the median,"
                        + " %.3f ms in 99 of 100, %.1f ms at most; %d more through the client%n",
                ran.get(),
                answers.size(),
                SEED,
                seconds,
                MUTANTS / seconds,
                nanos[MUTANTS / 2] / 1e6,
                nanos[(int) (MUTANTS * 0.99)] / 1e6,
                nanos[MUTANTS - 1] / 1e6,
                called);
        assertThat(broken.stream().limit(20)).isEmpty();
        assertThat(ran).hasValue(MUTANTS);
        assertThat(called).isEqualTo(MUTANTS / CALLED_EVERY);
    }

    private static List<RecordedAnswer> answers() {
        List<RecordedAnswer> answers = new ArrayList<>(Twins.all());
        Recorded.find()
                .ifPresent(folder -> RecordedAnswer.below(folder).stream()
                        .filter(answer -> answer.status() < 300
                                && Replay.operation(answer).isPresent())
                        .forEach(answers::add));
        return answers;
    }

    private static Subject subject(RecordedAnswer answer, byte[] body) {
        Operation operation = Replay.operation(answer).orElseThrow();
        boolean list = JsonTree.parse(body).isArray() && operation.type() != StreamSet.class;
        return new Subject(answer.name(), operation, list, new Mutator(body));
    }

    /** Arrays with their first few elements, in all depths. */
    private static byte[] withFewElements(byte[] body) {
        return fewElements(JsonTree.parse(body)).getBytes(StandardCharsets.UTF_8);
    }

    private static String fewElements(JsonTree tree) {
        if (tree.isArray()) {
            return tree.items().stream()
                    .limit(ELEMENTS)
                    .map(MutationTest::fewElements)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (tree.isObject()) {
            return tree.members().entrySet().stream()
                    .map(member -> "\"" + member.getKey() + "\":" + fewElements(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return tree.source();
    }

    /** The mutant of this number, always the same. At first each answer is cut off, then chance has its way. */
    private byte[] mutant(int number, Subject subject, SplittableRandom random) {
        return number < cuts.size()
                ? cuts.get(number).subject().mutator().cut(cuts.get(number).number())
                : subject.mutator().spoil(random);
    }

    private Subject subject(int number, SplittableRandom random) {
        if (number < cuts.size()) {
            return cuts.get(number).subject();
        }
        List<Subject> subjects = number % WHOLE_EVERY == 0 ? whole : small;
        return subjects.get(random.nextInt(subjects.size()));
    }

    /** The processor time that reading took, in nanoseconds: other processes do not count. */
    private long read(int number) {
        SplittableRandom random = new SplittableRandom((long) SEED + number);
        Subject subject = subject(number, random);
        byte[] mutant = mutant(number, subject, random);
        long before = PROCESSOR.getCurrentThreadCpuTime();
        attempt(
                number,
                subject,
                () -> readDirectly(subject, mutant)
                        .forEach(object -> Accessors.callAll(object, (what, e) -> note(number, subject, what, e))));
        ran.incrementAndGet();
        return PROCESSOR.getCurrentThreadCpuTime() - before;
    }

    /**
     * What the client does with a body once it has it. With the request around it a million mutants would take an hour;
     * that both come to the same is what {@link #callClient} is for.
     */
    private static List<? extends StravaObject> readDirectly(Subject subject, byte[] body) {
        if (subject.operation() == Operation.EXPLORE_SEGMENTS) {
            return JsonObject.parse(body)
                    .objects("segments", json -> StravaJson.read(json.rawBytes(), ExplorerSegment.class));
        }
        if (!subject.list()) {
            return List.of(StravaJson.read(body, subject.operation().type()));
        }
        List<StravaObject> objects = new ArrayList<>();
        for (byte[] element : JsonArraySplitter.split(body)) {
            try {
                objects.add(StravaJson.read(element, subject.operation().type()));
            } catch (ResponseFormatException e) {
                // Stands among the unreadable elements of its page.
            }
        }
        return objects;
    }

    private int callClient() {
        World world = new World(
                server -> server.readLimits(1_000_000_000, 1_000_000_000).overallLimits(1_000_000_000, 1_000_000_000));
        int called = 0;
        try (StravaClient client =
                world.clientBuilder().retryPolicy(RetryPolicy.never()).build()) {
            for (int number = 0; number < MUTANTS; number += CALLED_EVERY) {
                SplittableRandom random = new SplittableRandom((long) SEED + number);
                Subject subject = subject(number, random);
                // The fake takes its answers as text, so bytes that are none become U+FFFD.
                String mutant = new String(mutant(number, subject, random), StandardCharsets.UTF_8);
                world.strava.answerNext(FakeAnswer.json(200, mutant));
                int id = number;
                attempt(
                        number,
                        subject,
                        () -> subject.operation()
                                .call(client, world.athlete.id())
                                .elements()
                                .forEach(object -> Accessors.callAll(object, (what, e) -> note(id, subject, what, e))));
                called++;
            }
        }
        return called;
    }

    private void attempt(int number, Subject subject, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            note(number, subject, "reading", e);
        }
    }

    private void note(int number, Subject subject, String what, Throwable e) {
        if (!(e instanceof StravaAiException)) {
            StackTraceElement[] trace = e.getStackTrace();
            broken.add("mutant " + number + " of " + subject.name() + ": " + what + " throws " + e.getClass() + " at "
                    + Arrays.stream(trace).limit(4).toList());
        }
    }
}
