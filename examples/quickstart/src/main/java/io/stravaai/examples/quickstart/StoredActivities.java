package io.stravaai.examples.quickstart;

import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** All stored activities of an athlete, deleted ones too, newest first. Holds one page in memory. */
final class StoredActivities implements Iterable<StoredActivity> {

    private static final int PAGE = 200;

    private final ActivityStore store;
    private final ActivityQuery first;

    StoredActivities(ActivityStore store, AthleteId athlete) {
        this.store = store;
        this.first = ActivityQuery.of(athlete).includeDeleted().limit(PAGE);
    }

    @Override
    public Iterator<StoredActivity> iterator() {
        return new Iterator<>() {

            private List<StoredActivity> page = store.list(first);
            private int next;

            @Override
            public boolean hasNext() {
                if (next == page.size() && page.size() == PAGE) {
                    page = store.list(first.after(page.get(PAGE - 1)));
                    next = 0;
                }
                return next < page.size();
            }

            @Override
            public StoredActivity next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.get(next++);
            }
        };
    }
}
