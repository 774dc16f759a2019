package io.stravaai.benchmarks.store;

import io.stravaai.benchmarks.ChildJvm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Commits, lists, finds and purges activities among many, with the stores and by hand, in turn, and prints how the databases
 * run it: see {@code docs/benchmarks.md}. Each database is measured in a process of its own.
 */
public final class StoreBenchmark {

    private static final String ALL = "all";

    private static final Map<String, Callable<Server>> SERVERS = new TreeMap<>(Map.of(
            "mariadb", MariadbServer::start,
            "mongodb", MongoServer::connect,
            "mysql", MysqlServer::connect,
            "postgresql", PostgresServer::start,
            "sqlite", SqliteServer::start));

    private StoreBenchmark() {}

    /**
     * Runs the benchmark. A database that is not there is left out, with a line that says why.
     *
     * @param args database or {@code all}, number of stored activities, number of rounds; all, 100000 and 5 by default
     * @throws IllegalArgumentException if there is no such database
     */
    public static void main(String[] args) throws Exception {
        String name = args.length > 0 ? args[0] : ALL;
        int activities = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Load load = Load.of(activities, rounds);
        if (name.equals(ALL)) {
            for (String database : SERVERS.keySet()) {
                ChildJvm.show(
                        StoreBenchmark.class,
                        List.of(database, Integer.toString(activities), Integer.toString(rounds)));
            }
            return;
        }
        try (Server server = start(name)) {
            new StoreMeasurement(server, load, System.out).run();
        } catch (NoServerException e) {
            System.out.println(name + " is left out: " + e.getMessage());
        }
        // The pools and the drivers leave threads behind.
        System.exit(0);
    }

    static Server start(String name) throws Exception {
        Callable<Server> server = SERVERS.get(name);
        if (server == null) {
            throw new IllegalArgumentException("There is no database " + name + ", but " + SERVERS.keySet());
        }
        return server.call();
    }
}
