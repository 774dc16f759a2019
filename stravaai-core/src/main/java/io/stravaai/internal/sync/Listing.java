package io.stravaai.internal.sync;

import io.stravaai.model.AthleteId;
import io.stravaai.store.Coverage;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Strava showed when it was asked for a window, and what that says of the history. */
record Listing(Window window, ListedPage page, Instant askedAt) {

    /** Whether Strava shows no activity at all. */
    boolean isOfNothing() {
        return window.isNewest() && window.page() == 1 && page.isEmpty();
    }

    /**
     * Whether a short page was not the last, as this one behind it shows. Page numbers shift, so that is all that it tells
     * for sure.
     */
    boolean isBehindShortPage() {
        return window.isConfirmation() && !page.isEmpty();
    }

    /** Asks for what the page shows, and for the time in which the page should show all. */
    KnownQuery known(AthleteId athlete) {
        KnownQuery query = KnownQuery.of(athlete, page.ids());
        Instant edge = window.edge();
        Instant newest;
        if (edge == null) {
            newest = window.page() == 1 ? Coverage.END : Coverage.BEGINNING;
        } else {
            // A page before may have shown those at the edge to another sync; if so, a few questions too many are
            // asked.
            newest = edge;
        }
        // At the oldest start there may be some that the next page will show.
        Instant oldest = page.isEmpty()
                ? Coverage.BEGINNING
                : page.oldest().map(start -> start.plus(Window.OVERLAP)).orElse(Coverage.END);
        boolean shows = !isBehindShortPage() && !newest.isBefore(oldest);
        return shows ? query.orStartedBetween(oldest, newest) : query;
    }

    /**
     * What has been listed when the page is stored.
     *
     * @param notBelow what was shown below this does not count
     */
    Coverage covered(Coverage coverage, Instant notBelow) {
        Instant edge = window.edge();
        Instant oldest = page.oldest()
                .map(start -> start.isBefore(notBelow) ? notBelow : start)
                .orElse(null);
        if (edge == null) {
            // Up to the newest activity and not to now: what is uploaded late may have begun in between. An activity
            // dated in the future must not cover what happens until then.
            Instant newest = page.starts().stream()
                    .filter(start -> !start.isAfter(askedAt))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            return oldest == null || newest == null ? coverage : coverage.listed(oldest, newest, askedAt);
        }
        if (page.isEmpty()) {
            return coverage.listed(notBelow, edge, askedAt);
        }
        return oldest == null ? coverage : coverage.listed(oldest, edge, askedAt);
    }

    /**
     * Below what start it does not count that the page was listed.
     *
     * @param notAsked those that the page lacks and that were not asked for, the newest first
     */
    Instant answeredDownTo(List<KnownActivity> notAsked) {
        return notAsked.stream()
                .findFirst()
                .flatMap(KnownActivity::startDate)
                .map(open -> open.plus(Window.OVERLAP))
                .filter(start -> start.isBefore(Objects.requireNonNull(window.edge())))
                .orElse(Coverage.BEGINNING);
    }

    /** Pages are counted only where one brought nothing older; without any start known, the newest page is the first. */
    void countPages(SyncState state, SyncState.Builder next) {
        Instant oldest = page.oldest().orElse(null);
        Instant edge = window.edge();
        boolean older = oldest != null && (edge == null || oldest.isBefore(edge));
        if (older && edge == null && state.nextPageBefore().isPresent()) {
            // The pages counted are those of the walk, which goes on below.
            return;
        }
        if (older || page.isEmpty() || window.isConfirmation()) {
            next.nextPage(1, null);
        } else {
            next.nextPage(window.page() + 1, edge);
        }
    }

    /**
     * The oldest start, if the page is so short that the history may end there, and it decides something whether it does;
     * null otherwise.
     *
     * @param state as it is with the page stored
     */
    @Nullable
    Instant possibleEnd(SyncState state) {
        Instant reached = page.oldest().orElse(null);
        if (reached == null || page.isFull() || window.page() > 1) {
            return null;
        }
        boolean open = window.isNewest()
                ? state.coverage().resumeBefore().filter(reached::equals).isPresent()
                : reached.isBefore(Objects.requireNonNull(window.edge()));
        return open ? reached : null;
    }
}
