package io.stravaai.benchmarks.syncmodel;

import io.stravaai.benchmarks.syncmodel.Change.Kind;
import io.stravaai.benchmarks.syncmodel.Simulation.Difference;
import io.stravaai.benchmarks.syncmodel.Simulation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/**
 * Keeps up with simulated athletes for a year, with this library and with the algorithms of other programs: what is
 * missed, what it costs, and how long it takes. Measures no time of the machine; the same seeds give the same table.
 */
public final class SyncModelBenchmark {

    private static final List<Entry> ENTRIES = List.of(
            new Entry("this library, default options", LibraryContender::new),
            new Entry("max(start_date) (Airbyte, Elevate)", seed -> new PeerAlgorithm.NewestStart(Duration.ZERO, 30)),
            new Entry(
                    "max(start_date) - 7 d (running_page)",
                    seed -> new PeerAlgorithm.NewestStart(Duration.ofDays(7), 200)),
            new Entry("since last_synced_at (Open Wearables pull)", seed -> new PeerAlgorithm.LastRun()),
            new Entry("last day, insert only (Endurain)", seed -> new PeerAlgorithm.LastDayInsertOnly()),
            new Entry("newest first until 11 seen (strava-offline)", seed -> new PeerAlgorithm.UntilKnown()),
            new Entry("full list by 200 + sweep (Dreeve)", seed -> new PeerAlgorithm.FullList(200, false)),
            new Entry("full list by 30 + sweep (Nango)", seed -> new PeerAlgorithm.FullList(30, true)));

    private SyncModelBenchmark() {}

    private record Entry(String name, LongFunction<Contender> contender) {}

    /**
     * Runs the benchmark.
     *
     * @param args number of seeds; 20 by default
     */
    public static void main(String[] args) throws Exception {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        System.out.printf(
                "Model of a year: %d activities, 15 %% uploaded more than an hour late, 12 %% edited within 10 days, 3 %%"
                        + " deleted within 20 days; a run each %d hours, no webhooks.%n"
                        + "Mean of seeds 1 to %d, each an athlete. The rows of peers are models of their algorithms, run"
                        + " over the same changes; they are not their code.%n"
                        + "Missed: at Strava, but not stored. Stale: an edit is not stored. Zombies: deleted at Strava,"
                        + " but stored. At rest: after %d more days of runs in which nothing changed.%n"
                        + "Requests are counted in the year, without the first list of what was there before. Hours:"
                        + " from the change to the run that stored it, median / longest of all seeds.%n",
                AthleteHistory.ACTIVITIES_A_YEAR, Simulation.EVERY.toHours(), seeds, Simulation.REST.toDays());
        ExecutorService executor =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            for (boolean tail : new boolean[] {false, true}) {
                for (int years : new int[] {1, 10}) {
                    print(years, tail, seeds, executor);
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void print(int years, boolean tail, int seeds, ExecutorService executor)
            throws InterruptedException, ExecutionException {
        List<List<Future<Outcome>>> table = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            List<Future<Outcome>> row = new ArrayList<>();
            for (long seed = 1; seed <= seeds; seed++) {
                long athlete = seed;
                row.add(executor.submit(() ->
                        Simulation.run(AthleteHistory.changes(athlete, years, tail), entry.contender.apply(athlete))));
            }
            table.add(row);
        }
        System.out.printf(
                "%n%d %s of history%s%n",
                years,
                years == 1 ? "year" : "years",
                tail
                        ? ", with a tail: 2 % of the whole history edited, 0.5 % deleted, " + AthleteHistory.BACKDATED
                                + " uploaded with a start anywhere in it"
                        : "");
        System.out.printf(
                "%-44s %23s %23s %16s   %s%n",
                "", "at rest", "at the end of the year", "requests a run", "hours until noticed");
        System.out.printf(
                "%-44s %s %s %8s %7s   %s%n",
                "",
                "  missed  stale zombies",
                "  missed  stale zombies",
                "list",
                "by id",
                "           new           late           edit         delete");
        double activities = 0;
        for (int i = 0; i < ENTRIES.size(); i++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : table.get(i)) {
                outcomes.add(outcome.get());
            }
            print(ENTRIES.get(i).name, outcomes);
            activities = mean(outcomes, Outcome::activities);
        }
        System.out.printf(Locale.ROOT, "At Strava in the end: %.1f activities%n", activities);
    }

    private static void print(String name, List<Outcome> outcomes) {
        System.out.printf(
                Locale.ROOT,
                "%-44s %s %s %8.3f %7.4f   %s %s %s %s%n",
                name,
                differences(outcomes.stream().map(Outcome::atRest).toList()),
                differences(outcomes.stream().map(Outcome::atEndOfYear).toList()),
                mean(outcomes, Outcome::listCallsPerRun),
                mean(outcomes, Outcome::otherCallsPerRun),
                hours(outcomes, Kind.NEW),
                hours(outcomes, Kind.LATE),
                hours(outcomes, Kind.EDIT),
                hours(outcomes, Kind.DELETE));
    }

    private static String differences(List<Difference> differences) {
        return String.format(
                Locale.ROOT,
                "%8.1f %6.1f %7.1f",
                mean(differences, Difference::missed),
                mean(differences, Difference::stale),
                mean(differences, Difference::zombies));
    }

    private static <T> double mean(List<T> values, ToDoubleFunction<T> figure) {
        return values.stream().mapToDouble(figure).average().orElse(0);
    }

    private static String hours(List<Outcome> outcomes, Kind kind) {
        List<Double> all = new ArrayList<>();
        outcomes.forEach(outcome -> all.addAll(outcome.hours().getOrDefault(kind, List.of())));
        if (all.isEmpty()) {
            return String.format("%14s", "-");
        }
        Collections.sort(all);
        return String.format("%14s", hours(all.get(all.size() / 2)) + " / " + hours(all.get(all.size() - 1)));
    }

    private static String hours(double hours) {
        return Double.isInfinite(hours) ? "never" : String.format(Locale.ROOT, "%.1f", hours);
    }
}
