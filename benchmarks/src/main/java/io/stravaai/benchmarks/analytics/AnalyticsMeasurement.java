package io.stravaai.benchmarks.analytics;

import io.stravaai.Analytics;
import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.PersonalBests;
import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.benchmarks.Comparison;
import io.stravaai.benchmarks.Figures;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.StoredResource;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Measures, and prints what came out. */
final class AnalyticsMeasurement {

    private static final Thresholds RIDER = Thresholds.builder()
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .ventilatoryThresholds(130, 165)
            .ftp(250)
            .criticalPower(240, 18_000)
            .weight(70)
            .build();

    private static final int REPEATED = 20;

    private final int rounds;
    private final int seconds;
    private final int[] sizes;
    private final PrintStream out;

    /**
     * What is measured.
     *
     * @param rounds that count
     * @param seconds of the ride
     * @param sizes how many activities there are; the second is measured closely, and all beside each other
     */
    AnalyticsMeasurement(int rounds, int seconds, int[] sizes, PrintStream out) {
        if (rounds < 1 || sizes.length < 2) {
            throw new IllegalArgumentException("At least 1 round and 2 sizes, not " + rounds + " and " + sizes.length);
        }
        this.rounds = rounds;
        this.seconds = seconds;
        this.sizes = sizes;
        this.out = out;
    }

    void run() throws Exception {
        out.println(String.format(
                Locale.ROOT,
                "A ride of %,d s, %,d activities in 20 years, %d rounds, JDK %s, %d processors, load %.1f",
                seconds,
                sizes[1],
                rounds,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        ride();
        years();
        growth();
    }

    private void ride() throws Exception {
        LongRide ride = new LongRide(seconds);
        out.println(String.format(Locale.ROOT, "Streams of %.1f MB", ride.json().length() / 1e6));
        Map<Channel, double[]> parsed = ride.parse();
        Session session = ride.session();
        Comparison metrics = Comparison.ofTimes("metrics of a ride", "computing", "parsing", 1);
        for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
            metrics.round(40, index -> ActivityMetrics.of(session, ride.samples(parsed), RIDER), index -> ride.parse());
        }
        out.println(metrics);
    }

    private void years() throws Exception {
        try (StoredHistory stored = new StoredHistory(sizes[1])) {
            List<Session> sessions = Overview.sessions(stored.read());
            List<PersonalBests.Entry> efforts = Overview.efforts(sessions);
            Comparison overview = Comparison.ofTimes("overview of years", "computing", "reading rows", 1);
            Comparison kept = Comparison.ofTimes("load, kept", "again", "first", 0.01);
            Figures making = new Figures();
            Analytics warm = analytics(stored);
            repeat(() -> load(warm));
            for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
                overview.round(5, index -> overview(sessions, efforts), index -> stored.read());
                making.add(milliseconds(() -> Overview.sessions(stored.read())));
                kept(kept, 5, () -> load(warm), () -> load(analytics(stored)));
            }
            out.println(overview);
            out.println("reading rows and making sessions of them: " + making.toString("%,.1f") + " ms");
            out.println(kept);
            out.println(activityKept(stored));
            out.println(append(stored, true));
            out.println(append(stored, false));
            out.println(fold(sessions));
        }
    }

    private static Overview overview(List<Session> sessions, List<PersonalBests.Entry> efforts) {
        return Overview.of(TrainingHistory.of(sessions, Overview.THRESHOLDS), efforts, StoredHistory.TODAY);
    }

    private static Analytics analytics(StoredHistory stored) {
        return Analytics.builder()
                .store(stored.store())
                .resources(stored.resources())
                .thresholds(athlete -> Overview.THRESHOLDS)
                .build();
    }

    private static LoadSeries load(Analytics analytics) {
        return analytics.load(StoredHistory.ATHLETE, StoredHistory.TODAY);
    }

    private static ActivityMetrics ride(Analytics analytics) {
        return analytics.activity(StoredHistory.ATHLETE, LongRide.ID).orElseThrow();
    }

    private Comparison activityKept(StoredHistory stored) throws Exception {
        LongRide ride = new LongRide(seconds);
        StoredHistory.commit(stored.store(), List.of(StravaJson.read(ride.summary(), SummaryActivity.class)));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        StoredResource queued = StoredResource.builder(
                        StoredHistory.ATHLETE, LongRide.ID, ActivityResource.STREAMS, now)
                .build();
        stored.resources().enqueue(List.of(queued));
        StoredResource row = stored.resources()
                .find(StoredHistory.ATHLETE, LongRide.ID, ActivityResource.STREAMS)
                .orElseThrow();
        stored.resources()
                .replace(row.toBuilder()
                        .status(ResourceStatus.DONE, null)
                        .content(ride.json(), now)
                        .build());
        Analytics warm = analytics(stored);
        repeat(() -> ride(warm));
        Comparison kept = Comparison.ofTimes("ride, kept", "again", "first", 0.01);
        for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
            kept(kept, 10, () -> ride(warm), () -> ride(analytics(stored)));
        }
        return kept;
    }

    /** A round in which all is computed, and then answered twenty times from what was kept. */
    private static void kept(Comparison comparison, int count, Callable<?> again, Callable<?> first) throws Exception {
        Figures agains = new Figures();
        Figures firsts = new Figures();
        for (int i = 0; i < count; i++) {
            firsts.add(milliseconds(first));
            agains.add(milliseconds(() -> {
                        for (int j = 0; j < REPEATED; j++) {
                            again.call();
                        }
                        return again;
                    })
                    / REPEATED);
        }
        comparison.round(agains.median(), firsts.median());
    }

    /** After a commit of one activity: what is kept is brought up to date, beside reading and computing all. */
    private Comparison append(StoredHistory stored, boolean observed) throws Exception {
        Comparison append = observed
                ? Comparison.ofTimes("one more", "updating", "all", 0.01)
                : Comparison.ofTimes("one more, elsewhere", "comparing", "all", 1);
        for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
            Analytics warm = analytics(stored);
            load(warm);
            Figures updating = new Figures();
            Figures all = new Figures();
            for (int i = 0; i < 10; i++) {
                stored.append(observed ? warm.store() : stored.store());
                updating.add(milliseconds(() -> load(warm)));
                all.add(milliseconds(() -> load(analytics(stored))));
            }
            if (!load(warm).equals(load(analytics(stored)))) {
                throw new IllegalStateException("What was kept is not what is stored");
            }
            append.round(updating.median(), all.median());
        }
        return append;
    }

    /** The same with sessions in memory, without a store. */
    private Comparison fold(List<Session> sessions) throws Exception {
        LocalDate today = StoredHistory.TODAY;
        ThresholdHistory thresholds = Overview.THRESHOLDS;
        TrainingHistory history = TrainingHistory.of(sessions, thresholds);
        LoadSeries before = history.load(today.minusDays(1));
        Comparison fold = Comparison.ofTimes("one more, in memory", "updating", "all", 0.01);
        for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
            fold.round(
                    200,
                    index -> before.updated(today, history.dailyLoadsFrom(today), today),
                    index -> TrainingHistory.of(sessions, thresholds).load(today));
        }
        return fold;
    }

    /** What an activity costs among few and among many, in turn, beside what it costs among the fewest. */
    private void growth() throws Exception {
        List<Growth> growths = new ArrayList<>();
        try {
            for (int size : sizes) {
                growths.add(new Growth(size));
            }
            for (int round = 0; round < rounds + Comparison.WARM_UP; round++) {
                for (Growth growth : growths) {
                    growth.round(growths.get(0), round >= Comparison.WARM_UP);
                }
            }
            growths.forEach(out::println);
        } finally {
            for (Growth growth : growths) {
                growth.close();
            }
        }
    }

    /** What a history of one size costs, in microseconds for each of its activities. */
    private static final class Growth implements AutoCloseable {

        private static final double WANTED = 1.25;

        private final int size;
        private final StoredHistory stored;
        private final List<Session> sessions;
        private final List<PersonalBests.Entry> efforts;
        private final Map<String, Callable<?>> tasks = new LinkedHashMap<>();
        private final Map<String, Double> costs = new LinkedHashMap<>();
        private final Map<String, Figures> figures = new LinkedHashMap<>();
        private final Map<String, Figures> ratios = new LinkedHashMap<>();

        Growth(int size) throws IOException {
            this.size = size;
            this.stored = new StoredHistory(size);
            this.sessions = Overview.sessions(stored.read());
            this.efforts = Overview.efforts(sessions);
            tasks.put("reading", stored::read);
            tasks.put("overview", () -> overview(sessions, efforts));
            tasks.put("first load", () -> load(analytics(stored)));
        }

        void round(Growth least, boolean counts) throws Exception {
            int times = Math.max(1, 10_000 / size);
            for (Map.Entry<String, Callable<?>> task : tasks.entrySet()) {
                double spent = 0;
                for (int i = 0; i < times; i++) {
                    spent += milliseconds(task.getValue());
                }
                double cost = 1000 * spent / times / size;
                costs.put(task.getKey(), cost);
                if (counts) {
                    figures.computeIfAbsent(task.getKey(), name -> new Figures())
                            .add(cost);
                    ratios.computeIfAbsent(task.getKey(), name -> new Figures())
                            .add(cost / Objects.requireNonNull(least.costs.get(task.getKey())));
                }
            }
        }

        @Override
        public String toString() {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%,9d activities, each:", size));
            boolean missed = false;
            for (String task : tasks.keySet()) {
                Figures ratio = Objects.requireNonNull(ratios.get(task));
                missed |= !task.equals("reading") && ratio.median() > WANTED;
                line.append(String.format(
                        Locale.ROOT,
                        " %s %.1f µs, %s times the first;",
                        task,
                        Objects.requireNonNull(figures.get(task)).median(),
                        ratio.toString("%.2f")));
            }
            return line + " wanted at most " + WANTED + (missed ? ": MISSED" : "");
        }

        @Override
        public void close() throws IOException {
            stored.close();
        }
    }

    /** What is quick must have been done often before Java compiles it. */
    private static void repeat(Callable<?> work) throws Exception {
        for (int i = 0; i < 2_000; i++) {
            work.call();
        }
    }

    private static double milliseconds(Callable<?> work) throws Exception {
        long started = System.nanoTime();
        work.call();
        return (System.nanoTime() - started) / 1e6;
    }
}
