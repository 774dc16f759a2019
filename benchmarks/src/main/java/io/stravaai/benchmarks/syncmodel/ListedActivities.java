package io.stravaai.benchmarks.syncmodel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** An athlete's list of activities at Strava, which counts how often it was asked for. Not thread-safe. */
final class ListedActivities {

    /** An element of the list. */
    record Row(long id, Instant start, int version) {}

    private static final Comparator<Row> OLDEST_FIRST =
            Comparator.comparing(Row::start).thenComparingLong(Row::id);

    private final List<Row> rows = new ArrayList<>();
    private long calls;

    void change(Change change) {
        Row row = new Row(change.id(), change.start(), change.version());
        int found = Collections.binarySearch(rows, row, OLDEST_FIRST);
        if (change.kind() == Change.Kind.DELETE) {
            rows.remove(found);
        } else if (found >= 0) {
            rows.set(found, row);
        } else {
            rows.add(-found - 1, row);
        }
    }

    /** Page n, from 1, of what began between the two, both exclusive; newest first. */
    List<Row> page(Instant after, Instant before, int page, int perPage) {
        calls++;
        int from = firstFrom(after.plusSeconds(1));
        int to = Math.max(from, firstFrom(before) - (page - 1) * perPage);
        List<Row> result = new ArrayList<>(rows.subList(Math.max(from, to - perPage), to));
        Collections.reverse(result);
        return result;
    }

    /** The index of the first row that began then or later; starts are whole seconds. */
    private int firstFrom(Instant start) {
        int found = Collections.binarySearch(rows, new Row(Long.MIN_VALUE, start, 0), OLDEST_FIRST);
        return found < 0 ? -found - 1 : found;
    }

    long calls() {
        return calls;
    }
}
