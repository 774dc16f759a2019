package io.stravaai.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An athlete's rows in the order of their start. Guarded by the lock of {@link FakeStrava}. */
final class ActivityRows {

    /** Oldest first. */
    private final List<ActivityRow> rows = new ArrayList<>();

    private final Map<Long, ActivityRow> byId = new HashMap<>();

    /** Which rows a request selects, and in which order. Both bounds are epoch seconds and exclusive. */
    record Selection(long after, long before, boolean oldestFirst, boolean onlyMe) {}

    /** Adds a row, in place of the one with its id. */
    void put(ActivityRow row) {
        if (!row.broken()) {
            remove(row.id());
            byId.put(row.id(), row);
        }
        int found = Collections.binarySearch(rows, row, ActivityRow.OLDEST_FIRST);
        rows.add(found < 0 ? -found - 1 : found, row);
    }

    /** Adds rows whose ids are new. */
    void addAll(Collection<ActivityRow> more) {
        more.forEach(row -> byId.put(row.id(), row));
        rows.addAll(more);
        rows.sort(ActivityRow.OLDEST_FIRST);
    }

    boolean remove(long id) {
        ActivityRow row = byId.remove(id);
        if (row == null) {
            return false;
        }
        rows.remove(Collections.binarySearch(rows, row, ActivityRow.OLDEST_FIRST));
        return true;
    }

    ActivityRows copy() {
        ActivityRows copy = new ActivityRows();
        copy.rows.addAll(rows);
        copy.byId.putAll(byId);
        return copy;
    }

    Optional<ActivityRow> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    int size() {
        return rows.size();
    }

    List<ActivityRow> newestFirst() {
        List<ActivityRow> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Page n, from 1, of the rows selected. */
    List<ActivityRow> page(Selection selection, int page, int perPage) {
        int from = firstAfter(selection.after);
        int to = firstFrom(selection.before);
        long skip = (page - 1L) * perPage;
        boolean all = selection.onlyMe;
        List<ActivityRow> result = new ArrayList<>(perPage);
        // Without rows to leave out the page is found without a walk from the first.
        long i = all ? skip : 0;
        for (; i < (long) to - from && result.size() < perPage; i++) {
            ActivityRow row = row(selection, from, to, i);
            if (all || !row.onlyMe()) {
                if (!all && skip > 0) {
                    skip--;
                } else {
                    result.add(row);
                }
            }
        }
        return result;
    }

    /**
     * The same with pages that come short: a page is cut first and what the request must not see is dropped then. To
     * have something to drop, about every eighth row is followed by one that nobody sees. No page before the end is
     * dropped as a whole.
     */
    List<ActivityRow> shortPage(Selection selection, int page, int perPage, long seed) {
        int from = firstAfter(selection.after);
        int to = firstFrom(selection.before);
        List<ActivityRow> result = new ArrayList<>();
        int current = 1;
        int taken = 0;
        boolean seen = false;
        for (long i = 0; i < (long) to - from; i++) {
            ActivityRow row = row(selection, from, to, i);
            int places = unseenFollows(row, seed) ? 2 : 1;
            for (int place = 0; place < places; place++) {
                if (taken >= perPage && seen) {
                    if (current == page) {
                        return result;
                    }
                    current++;
                    taken = 0;
                    seen = false;
                }
                taken++;
                if (place == 0 && (selection.onlyMe || !row.onlyMe())) {
                    seen = true;
                    if (current == page) {
                        result.add(row);
                    }
                }
            }
        }
        return result;
    }

    /** The index of the first row that started in this second or later. */
    private int firstFrom(long second) {
        return second == Long.MIN_VALUE ? 0 : firstAfter(second - 1);
    }

    private ActivityRow row(Selection selection, int from, int to, long i) {
        return rows.get(Math.toIntExact(selection.oldestFirst ? from + i : to - 1 - i));
    }

    private static boolean unseenFollows(ActivityRow row, long seed) {
        long mixed = (row.id() ^ row.start() ^ seed) * 0x9E3779B97F4A7C15L;
        return mixed >>> 61 == 0;
    }

    /** The index of the first row that started after this second. */
    private int firstAfter(long second) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).start() <= second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
