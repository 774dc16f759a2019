package io.stravaai.internal.sync;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.store.StoredActivity;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the pages of one sync say about the pages to come, and which of them is not to be believed yet. Not thread-safe. */
final class PageTrust {

    /** A page shows nothing but the one before it at the end of a history, and once more if it shifted. */
    private static final int MAX_REPETITIONS = 3;

    private Set<ActivityId> last = Set.of();
    private int repetitions;
    private boolean shortPagesGoOn;
    private @Nullable Instant emptyBelow;

    /** A server that does not count pages would be asked for ever. */
    void requireProgress(ListedPage page) {
        boolean repetition = !page.rows().isEmpty()
                && page.rows().stream().map(StoredActivity::id).allMatch(last::contains);
        repetitions = repetition ? repetitions + 1 : 0;
        if (repetitions == MAX_REPETITIONS) {
            throw new ResponseFormatException("Expected another page of activities, but the same comes again", null);
        }
    }

    /**
     * Whether the page is empty though there is a known start: it should show at least that activity, unless it was deleted
     * since. Such a page is believed when it comes twice.
     */
    boolean isSurprise(Listing listing) {
        Window window = listing.window();
        if (!listing.page().isEmpty() || window.isNewest() || window.page() > 1) {
            emptyBelow = null;
            return false;
        }
        boolean again = Objects.equals(emptyBelow, window.edge());
        emptyBelow = window.edge();
        return !again;
    }

    /** A short page was not the last one: Strava leaves out what the grant may not see. */
    void shortPageWentOn() {
        shortPagesGoOn = true;
    }

    boolean shortPagesGoOn() {
        return shortPagesGoOn;
    }

    /** Whether the page stored last has shown the activity already: two pages overlap. */
    boolean isRepeated(ActivityId id) {
        return last.contains(id);
    }

    void stored(Set<ActivityId> listed) {
        last = listed;
    }

    /** The same page comes again because another sync was first, and not for want of progress. */
    void conflicted() {
        repetitions = 0;
    }
}
