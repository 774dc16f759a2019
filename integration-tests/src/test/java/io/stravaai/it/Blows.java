package io.stravaai.it;

import java.util.EnumMap;
import java.util.Map;

/** How often each database was hit by the tests of this JVM, and survived it. Thread-safe. */
final class Blows {

    /** What is counted. */
    enum Kind {
        WRITER_KILLED,
        DATABASE_KILLED,
        DATABASE_RESTARTED,
        CONNECTION_CUT,
        PACKETS_SWALLOWED,
        DISK_FULL
    }

    private static final Map<ServersUnderTest, Map<Kind, Integer>> COUNTS = new EnumMap<>(ServersUnderTest.class);

    private Blows() {}

    /** Counts some more, and prints all so far. */
    static synchronized void count(ServersUnderTest database, Map<Kind, Integer> more) {
        Map<Kind, Integer> counts = COUNTS.computeIfAbsent(database, key -> new EnumMap<>(Kind.class));
        more.forEach((kind, times) -> counts.merge(kind, times, Integer::sum));
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(database + " had " + all + " blows in this run so far: " + counts);
    }

    static void count(ServersUnderTest database, Kind kind, int times) {
        count(database, Map.of(kind, times));
    }
}
