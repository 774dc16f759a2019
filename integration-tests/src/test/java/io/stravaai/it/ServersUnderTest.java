package io.stravaai.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The databases that the stores are tried on when things go wrong. */
enum ServersUnderTest {
    SQLITE("4m", List.of(), Set.of()) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return new SqliteUnderTest(folder);
        }
    },
    /** In a file that a server has open, with the settings that make it forget least. */
    H2("", List.of("WRITE_DELAY=500"), Set.of(Trait.SERVER, Trait.FORGETFUL)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return H2UnderTest.in(folder, settings);
        }
    },
    POSTGRESQL(
            "100m",
            List.of("synchronous_commit=off", "wal_writer_delay=10s"),
            Set.of(Trait.SERVER, Trait.DURABLE, Trait.ENDS_SILENT_CLIENTS)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return PostgresUnderTest.in(folder, settings);
        }
    },
    MARIADB(
            "160m",
            List.of("innodb-flush-log-at-trx-commit=0"),
            Set.of(Trait.SERVER, Trait.DURABLE, Trait.ENDS_SILENT_CLIENTS)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return MariadbUnderTest.in(folder, settings);
        }
    },
    MYSQL(
            "140m",
            List.of("innodb-flush-log-at-trx-commit=0"),
            Set.of(Trait.SERVER, Trait.DURABLE, Trait.ENDS_SILENT_CLIENTS)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return MysqlUnderTest.in(folder, settings);
        }
    },
    /** The server of the tests, which keeps everything in memory. */
    MONGODB_IN_MEMORY("", List.of(), Set.of(Trait.SERVER, Trait.ENDS_SILENT_CLIENTS)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return MongoUnderTest.inMemory(folder);
        }
    },
    DOCUMENTDB("160m", List.of(), Set.of(Trait.SERVER, Trait.DURABLE, Trait.ENDS_SILENT_CLIENTS)) {
        @Override
        ServerUnderTest in(Path folder, List<String> settings) {
            return MongoUnderTest.documentDb(folder);
        }
    };

    /** What some of them have. */
    private enum Trait {
        /** Processes of its own, which are reached through a port. */
        SERVER,
        /** Processes that can be started again and find what they had stored. */
        DURABLE,
        /** Such processes, which find again most of it: some of the last commits that were acknowledged may be gone. */
        FORGETFUL,
        /** Settings by which the server gives up what a client holds that fell silent. */
        ENDS_SILENT_CLIENTS
    }

    private final String smallestDisk;
    private final List<String> careless;
    private final Set<Trait> traits;

    ServersUnderTest(String smallestDisk, List<String> careless, Set<Trait> traits) {
        this.smallestDisk = smallestDisk;
        this.careless = careless;
        this.traits = traits;
    }

    /** All of them, or those that {@code -Ddatabases=H2,MARIADB} names. */
    static Stream<ServersUnderTest> all() {
        String named = System.getProperty("databases", "");
        return named.isEmpty()
                ? Stream.of(values())
                : Stream.of(named.split(",")).map(ServersUnderTest::valueOf);
    }

    static Stream<ServersUnderTest> servers() {
        return all().filter(database -> database.traits.contains(Trait.SERVER));
    }

    static Stream<ServersUnderTest> endingSilentClients() {
        return all().filter(database -> database.traits.contains(Trait.ENDS_SILENT_CLIENTS));
    }

    static Stream<ServersUnderTest> forgetful() {
        return all().filter(database -> database.traits.contains(Trait.FORGETFUL));
    }

    /** Those on which writers die often enough within a commit; on DocumentDB hardly ever, and its store is tried on the other. */
    static Stream<ServersUnderTest> easilyTorn() {
        return all().filter(database -> database != DOCUMENTDB);
    }

    static Stream<ServersUnderTest> onDisk() {
        return all().filter(database -> !database.smallestDisk.isEmpty());
    }

    static Stream<ServersUnderTest> withCarelessSettings() {
        return all().filter(database -> !database.careless.isEmpty());
    }

    /** Whether there are processes to kill that find again what they had stored. */
    boolean canBeKilled() {
        return traits.contains(Trait.DURABLE);
    }

    /** Enough to make a hundred, with all that the other tests do to it. */
    int blowsInABuild() {
        return switch (this) {
            // Nobody cuts connections to a file; KillTest has the rest.
            case SQLITE -> 60;
            case POSTGRESQL -> 24;
            // A commit has more packets there, and each is cut at.
            default -> 10;
        };
    }

    /** The size of a disk with room for it, and for not much more; empty where no disk is filled. */
    String smallestDisk() {
        return smallestDisk;
    }

    /** Settings by which it acknowledges what it has not written yet. */
    List<String> careless() {
        return careless;
    }

    /**
     * One that runs, for all tests.
     *
     * @throws org.opentest4j.TestAbortedException if it is not installed
     */
    ServerUnderTest shared() {
        return SharedServers.get(this);
    }

    /** One of its own that runs. Whoever called this closes it. */
    ServerUnderTest start(Path folder, List<String> settings) {
        ServerUnderTest server = in(folder, settings);
        server.start();
        return server;
    }

    /**
     * One that does not run yet.
     *
     * @param folder where it keeps everything; it is there, and empty
     */
    abstract ServerUnderTest in(Path folder, List<String> settings);
}
