package io.stravaai.benchmarks.syncmodel;

import io.stravaai.benchmarks.syncmodel.ListedActivities.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** How other programs choose what to list, reduced to that. Models of their algorithms, not their code. */
abstract class PeerAlgorithm implements Contender {

    /** Before and after all starts. */
    private static final Instant EVER = Instant.EPOCH;

    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    private final ListedActivities strava = new ListedActivities();
    private final Map<Long, Row> stored = new HashMap<>();

    /** Lists what began after the newest start known, less a look-back. */
    static final class NewestStart extends PeerAlgorithm {

        private final Duration lookBack;
        private final int perPage;
        private Instant newest = EVER;

        NewestStart(Duration lookBack, int perPage) {
            this.lookBack = lookBack;
            this.perPage = perPage;
        }

        @Override
        public void poll(Instant now) {
            for (Row row : listToShortPage(newest.equals(EVER) ? EVER : newest.minus(lookBack), NEVER, perPage)) {
                store(row);
                newest = row.start().isAfter(newest) ? row.start() : newest;
            }
        }
    }

    /** Lists what began since the last run. */
    static final class LastRun extends PeerAlgorithm {

        private Instant last = EVER;

        @Override
        public void poll(Instant now) {
            listToShortPage(last, now, 200).forEach(this::store);
            last = now;
        }
    }

    /** Lists what began in the last day, and stores what is new. The history is imported once. */
    static final class LastDayInsertOnly extends PeerAlgorithm {

        private boolean imported;

        @Override
        public void poll(Instant now) {
            for (Row row : listToShortPage(imported ? now.minus(Duration.ofDays(1)) : EVER, NEVER, 200)) {
                if (version(row.id()).isEmpty()) {
                    store(row);
                }
            }
            imported = true;
        }
    }

    /** Lists from the newest until it has seen 11 that it knows. */
    static final class UntilKnown extends PeerAlgorithm {

        private static final int ENOUGH = 11;

        @Override
        public void poll(Instant now) {
            int known = 0;
            for (int number = 1; ; number++) {
                List<Row> page = page(EVER, NEVER, number, 200);
                if (page.isEmpty()) {
                    return;
                }
                for (Row row : page) {
                    known += version(row.id()).isPresent() ? 1 : 0;
                    store(row);
                    if (known == ENOUGH) {
                        return;
                    }
                }
            }
        }
    }

    /** Lists all, and removes what was not listed. */
    static final class FullList extends PeerAlgorithm {

        private final int perPage;
        private final boolean endsOnShortPage;

        FullList(int perPage, boolean endsOnShortPage) {
            this.perPage = perPage;
            this.endsOnShortPage = endsOnShortPage;
        }

        @Override
        public void poll(Instant now) {
            List<Row> listed =
                    endsOnShortPage ? listToShortPage(EVER, NEVER, perPage) : listToEmptyPage(EVER, NEVER, perPage);
            listed.forEach(this::store);
            sweep(listed);
        }
    }

    final List<Row> page(Instant after, Instant before, int number, int perPage) {
        return strava.page(after, before, number, perPage);
    }

    final List<Row> listToShortPage(Instant after, Instant before, int perPage) {
        return list(after, before, perPage, perPage);
    }

    final List<Row> listToEmptyPage(Instant after, Instant before, int perPage) {
        return list(after, before, perPage, 1);
    }

    private List<Row> list(Instant after, Instant before, int perPage, int endsBelow) {
        List<Row> all = new ArrayList<>();
        List<Row> page;
        int number = 0;
        do {
            number++;
            page = page(after, before, number, perPage);
            all.addAll(page);
        } while (page.size() >= endsBelow);
        return all;
    }

    final void store(Row row) {
        stored.put(row.id(), row);
    }

    final void sweep(List<Row> listed) {
        if (stored.size() > listed.size()) {
            Set<Long> ids = new HashSet<>();
            listed.forEach(row -> ids.add(row.id()));
            stored.keySet().retainAll(ids);
        }
    }

    @Override
    public final void change(Change change) {
        strava.change(change);
    }

    @Override
    public final OptionalInt version(long id) {
        Row row = stored.get(id);
        return row == null ? OptionalInt.empty() : OptionalInt.of(row.version());
    }

    @Override
    public final Map<Long, Integer> versions() {
        Map<Long, Integer> versions = new HashMap<>();
        stored.values().forEach(row -> versions.put(row.id(), row.version()));
        return Collections.unmodifiableMap(versions);
    }

    @Override
    public final long listCalls() {
        return strava.calls();
    }

    @Override
    public final long otherCalls() {
        return 0;
    }

    @Override
    public final void close() {}
}
