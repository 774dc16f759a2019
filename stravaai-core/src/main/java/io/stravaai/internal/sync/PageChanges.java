package io.stravaai.internal.sync;

import io.stravaai.model.ActivityId;
import io.stravaai.store.ContentHash;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a page differs from what the store holds. Not thread-safe. */
final class PageChanges {

    private final Map<ActivityId, KnownActivity> known = new HashMap<>();
    private final Map<ActivityId, StoredActivity> listed = new LinkedHashMap<>();
    private final List<StoredActivity> changed = new ArrayList<>();
    private final List<QuarantinedActivity> unreadable;
    private final List<ContentHash> released;
    private final Tally tally = new Tally();

    /**
     * The changes that follow from a page.
     *
     * @param rows what the store holds of what the page shows
     * @param deleted rows that Strava says are gone
     */
    PageChanges(
            ListedPage page,
            List<KnownActivity> rows,
            List<StoredActivity> deleted,
            Quarantine quarantine,
            PageTrust trust) {
        rows.forEach(row -> known.put(row.id(), row));
        page.rows().forEach(row -> listed.putIfAbsent(row.id(), row));
        page.oldest().ifPresent(tally::reached);
        listed.values().forEach(row -> compare(row, trust));
        changed.addAll(deleted);
        tally.deleted = deleted.size();
        unreadable = quarantine.added(page);
        released = quarantine.released(page, unreadable);
        tally.quarantined = (int) unreadable.stream()
                .filter(entry -> entry.id().filter(quarantine::holds).isEmpty())
                .count();
    }

    private void compare(StoredActivity row, PageTrust trust) {
        KnownActivity before = known.get(row.id());
        if (before != null && !before.isDeleted() && before.contentHash().equals(row.contentHash())) {
            // The overlap of two pages is not counted twice.
            tally.unchanged += trust.isRepeated(row.id()) ? 0 : 1;
            return;
        }
        changed.add(row);
        if (before == null) {
            tally.inserted++;
        } else if (before.isDeleted()) {
            tally.restored++;
        } else {
            tally.updated++;
        }
    }

    /** Rows that the store holds, by id. */
    Map<ActivityId, KnownActivity> known() {
        return known;
    }

    /** Rows that the page shows, by id and in its order. */
    Map<ActivityId, StoredActivity> listed() {
        return listed;
    }

    /** Rows to write, tombstones included. */
    List<StoredActivity> changed() {
        return changed;
    }

    /** Elements that go into quarantine. */
    List<QuarantinedActivity> unreadable() {
        return unreadable;
    }

    /** Elements that leave quarantine. */
    List<ContentHash> released() {
        return released;
    }

    Tally tally() {
        return tally;
    }
}
