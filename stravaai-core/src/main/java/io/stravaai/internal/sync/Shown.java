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
    private int pages;

    /** Takes note of a page; the first page of a list begins anew. */
    void add(Window window, ListedPage page) {
        boolean same = pages > 0 && Objects.equals(before, window.before());
        if (window.page() == 1 || !same || window.page() > pages + 1) {
            ids.clear();
            pages = window.page() == 1 ? 1 : 0;
        } else {
            pages = window.page();
        }
        before = window.before();
        ids.addAll(page.ids());
    }

    /** Whether all pages of the list up to the last one are known. */
    boolean isFromTheFirst() {
        return pages > 0;
    }

    boolean contains(ActivityId id) {
        return ids.contains(id);
    }
}
