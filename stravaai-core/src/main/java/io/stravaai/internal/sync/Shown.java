package io.stravaai.internal.sync;

import io.stravaai.model.ActivityId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the pages of one list have shown so far. Not thread-safe. */
final class Shown {

    private final Set<ActivityId> ids = new HashSet<>();
    private @Nullable Instant before;
    private int last;

    /** Takes note of a page; the first page of a list begins anew. */
    void add(Listing listing) {
        Window window = listing.window();
        boolean goesOn = Objects.equals(before, window.before()) && window.page() <= last + 1;
        if (window.page() == 1 || !goesOn) {
            ids.clear();
        }
        last = window.page();
        before = window.before();
        ids.addAll(listing.page().ids());
    }

    boolean contains(ActivityId id) {
        return ids.contains(id);
    }
}
