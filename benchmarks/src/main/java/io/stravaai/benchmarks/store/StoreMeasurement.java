package io.stravaai.benchmarks.store;

import io.stravaai.benchmarks.Comparison;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredActivity;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the store of one database beside the floor, and prints what came out. */
final class StoreMeasurement {

    private final Server server;
    private final Load load;
    private final PrintStream out;
    private final Histories histories = new Histories();

    StoreMeasurement(Server server, Load load, PrintStream out) {
        this.server = server;
        this.load = load;
        this.out = out;
    }

    void run() throws Exception {
        out.println(String.format(
                Locale.ROOT,
                "%s: %,d activities of %,d athletes, %d rounds, JDK %s, %d processors, load %.1f",
                server.name(),
                load.activities(),
                load.athletes(load.activities()),
                load.rounds(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        try (Tables tables = filled("measured", load.activities())) {
            if (load.grows()) {
                try (Tables baseline = filled("baseline", load.baseline())) {
                    read(tables, baseline);
                }
            } else {
                read(tables, tables);
            }
            write(tables);
        }
    }

    private void read(Tables tables, Tables baseline) throws Exception {
        ReadTasks reads = new ReadTasks(histories, load, tables, baseline);
        reads.requireSameRows();
        for (int round = 0; round < load.rounds() + Comparison.WARM_UP; round++) {
            reads.round();
        }
        reads.comparisons().forEach(out::println);
        printPlan("list", tables, tables.plan(reads::list));
        printPlan("next of a list", tables, tables.plan(reads::listAfter));
        printPlan("find", tables, tables.plan(reads::find));
    }

    private void write(Tables tables) throws Exception {
        WriteTasks writes = new WriteTasks(histories, load, tables);
        for (int round = 0; round < load.rounds() + Comparison.WARM_UP; round++) {
            writes.commits();
        }
        for (int round = 0; round < load.rounds() + Comparison.WARM_UP; round++) {
            writes.purges();
        }
        writes.comparisons().forEach(out::println);
        AthleteId athlete = writes.filledAthlete();
        tables.settle();
        printPlan("purge", tables, tables.plan(store -> store.purge(athlete)));
    }

    /** Page after page of all athletes, so that an athlete's rows lie as apart as many syncs at once leave them. */
    private Tables filled(String name, int activities) throws Exception {
        Tables tables = server.tables(name);
        try {
            long started = System.nanoTime();
            List<StoredActivity> rows = new ArrayList<>();
            for (int from = 0; from < load.perAthlete(); from += Load.PAGE) {
                for (long athlete = 1; athlete <= load.athletes(activities); athlete++) {
                    rows.addAll(histories.rows(AthleteId.of(athlete), from, Load.PAGE));
                    if (rows.size() >= Load.BULK) {
                        tables.floor().insert(rows);
                        rows.clear();
                    }
                }
            }
            tables.floor().insert(rows);
            tables.settle();
            out.println(String.format(
                    Locale.ROOT,
                    "%,d rows written by hand in %.1f s",
                    activities,
                    (System.nanoTime() - started) / 1e9));
            return tables;
        } catch (Exception | Error e) {
            tables.close();
            throw e;
        }
    }

    private void printPlan(String task, Tables tables, List<String> plan) {
        out.println(String.format(
                Locale.ROOT, "plan of %s%s:", task, plan.stream().anyMatch(tables::isFullScan) ? ", FULL SCAN" : ""));
        plan.forEach(line -> out.println("    " + line));
    }
}
