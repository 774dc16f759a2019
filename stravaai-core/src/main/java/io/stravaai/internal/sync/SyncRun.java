package io.stravaai.internal.sync;

import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sync of one athlete. Not thread-safe.
 *
 * <p>Window after window is listed, as {@link WindowPlan} chooses them. What a page shows is compared with what the store
 * holds of the time between its edge and its oldest activity: rows are new, changed, the same, or missing; of the missing
 * ones Strava is asked by id. All that follows from one page, the note included that it was listed, is one commit.
 */
final class SyncRun {

    private static final Logger LOG = LoggerFactory.getLogger(SyncRun.class);

    /** With another sync at work on the athlete, this often in a row; then it can do the rest. */
    private static final int MAX_CONFLICTS = 5;

    /** More rows than these are not missing from one page by chance: it is listed once more before anybody is asked. */
    private static final int MANY_MISSING = 20;

    private final SyncParts parts;
    private final AthleteId athlete;
    private final SyncOptions options;
    private final NextTurn turn;
    private final WindowPlan plan;
    private final Requests requests;
    private final Instant startedAt;
    private final Tally tally = new Tally();
    private final ResourceQueue resources;
    private final Shown shown = new Shown();
    private final PageTrust trust = new PageTrust();

    private SyncState state;
    private Quarantine quarantine = new Quarantine();
    private final Set<Instant> lookedFor = new HashSet<>();
    private boolean askingStopped;
    private boolean begun;
    private boolean beginsAnew;

    SyncRun(SyncParts parts, AthleteId athlete, SyncOptions options) {
        this.parts = parts;
        this.athlete = athlete;
        this.startedAt = parts.clock().instant();
        this.options = untilNow(options, startedAt);
        this.turn = new NextTurn(new Schedule(parts.policy()), parts.clock(), athlete, this.options);
        this.plan = new WindowPlan(this.options, parts.policy());
        this.requests = new Requests(parts.client(), parts.clock(), athlete, this.options);
        this.resources = new ResourceQueue(parts, athlete, this.options, requests, tally);
        this.state = SyncState.initial(athlete);
    }

    /** What is yet to come must not count as listed. */
    private static SyncOptions untilNow(SyncOptions options, Instant now) {
        if (options.mode() != SyncOptions.Mode.RANGE
                || !options.to().orElseThrow().isAfter(now)) {
            return options;
        }
        Instant from = options.from().orElseThrow();
        return options.withRange(from.isAfter(now) ? now : from, now);
    }

    SyncReport run() {
        Instant resumeAt;
        Instant nextDueAt;
        int pending;
        try {
            load();
            begin();
            noteBeginning();
            resumeAt = listAll();
            if (resumeAt == null) {
                visitQuarantine();
                resumeAt = resources.drain();
            }
            nextDueAt = resumeAt == null ? turn.afterAll(state, resources) : turn.afterPart(state, resumeAt);
            pending = parts.resources().pending(athlete);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            int failures = state.failures() + 1;
            note(state.toBuilder().failures(failures, Schedule.kind(e)).nextDueAt(turn.afterFailure(failures, e)));
            throw e;
        }
        boolean moved = !Optional.ofNullable(nextDueAt).equals(state.nextDueAt());
        if (moved || state.failures() > 0) {
            note(state.toBuilder().failures(0, null).nextDueAt(nextDueAt));
        }
        SyncReport report = SyncReport.of(
                        tally.progress(athlete, requests.count()),
                        startedAt,
                        now(),
                        parts.client().quota(),
                        resumeAt)
                .withPendingResources(pending);
        LOG.debug("{}", report);
        return report;
    }

    /** The report of a sync that ended with this exception. */
    SyncReport failed(Throwable failure) {
        return SyncReport.failed(
                tally.progress(athlete, requests.count()),
                startedAt,
                now(),
                parts.client().quota(),
                Schedule.kind(failure));
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private void load() {
        state = parts.store().syncState(athlete).orElseGet(() -> SyncState.initial(athlete));
        quarantine = Quarantine.of(parts.store(), athlete);
    }

    private void begin() {
        SyncState next = plan.begin(state, parts.client().oauth().scopes(athlete));
        beginsAnew = !next.coverage().equals(state.coverage());
        state = next;
    }

    /**
     * Stores how the sync begins where that says what has to be done, before anything is asked: whoever goes on later sees it, and a
     * purge from now on finds a state that it removes.
     */
    private void noteBeginning() {
        for (int i = 0; i < MAX_CONFLICTS && !begun && (state.version() == 0 || beginsAnew); i++) {
            commit(state.toBuilder().nextDueAt(turn.atBeginning(state)), List.of(), List.of(), List.of());
        }
    }

    /** Null if all is done; else when the rest can be. */
    private @Nullable Instant listAll() {
        int conflicts = 0;
        while (true) {
            Window window = plan.next(state, now());
            if (window == null) {
                return null;
            }
            // What is listed again is done when there is quota to spare, and leaves nothing undone otherwise.
            boolean spare = window.kind() == Window.Kind.AGAIN;
            if (options.isStopped() || requests.areUsedUp()) {
                return spare ? null : now();
            }
            try {
                conflicts = take(window) ? 0 : conflicts + 1;
            } catch (QuotaExceededException e) {
                return spare ? null : e.resetsAt();
            }
            if (conflicts == MAX_CONFLICTS || askingStopped) {
                return now();
            }
        }
    }

    /** Lists a window and stores what follows; false, with nothing done, if another sync was first. */
    private boolean take(Window window) {
        Listing listing = list(window);
        trust.requireProgress(listing.page());
        shown.add(listing);
        if (trust.isSurprise(listing)) {
            return true;
        }
        if (listing.isBehindShortPage()) {
            trust.shortPageWentOn();
            plan.confirm(null);
            return store(listing, known(listing), List.of(), state.coverage(), true);
        }
        List<KnownActivity> known = known(listing);
        List<KnownActivity> missing = missing(known);
        if (missing.size() > MANY_MISSING) {
            Listing second = list(window);
            // An empty page is no second look at what the first one showed, and must not end a history by itself.
            if (!second.page().isEmpty() || listing.page().isEmpty()) {
                listing = second;
                shown.add(listing);
                known = known(listing);
                missing = missing(known).stream().filter(missing::contains).toList();
            }
        }
        Absences absences = new Absences(
                requests,
                parts.store(),
                parts.clock(),
                athlete,
                options.lane().orElse(window.kind().lane()),
                () -> parts.client().oauth().scopes(athlete));
        int asked = absences.ask(missing, !window.isNewest());
        StravaAiException failure = absences.failure();
        askingStopped = failure == null && absences.isCutShort();
        Coverage covered = covered(listing, absences, missing, asked);
        boolean stored = store(listing, known, absences.deleted(), covered, !absences.isCutShort());
        if (failure != null) {
            throw failure;
        }
        return stored;
    }

    private Listing list(Window window) {
        Instant askedAt = now();
        return new Listing(window, requests.list(window), askedAt);
    }

    /** What the store holds of what the page shows, and of the time in which the page should show all. */
    private List<KnownActivity> known(Listing listing) {
        return parts.store().known(listing.known(athlete));
    }

    /** The newest first, behind those of which it is not known when they began. */
    private List<KnownActivity> missing(List<KnownActivity> known) {
        return known.stream()
                .filter(row -> !row.isDeleted() && !shown.contains(row.id()))
                .sorted(Comparator.comparing(
                        (KnownActivity row) -> row.startDate().orElse(Coverage.END), Comparator.reverseOrder()))
                .toList();
    }

    /** What has been listed when this page is stored, with so many of the missing ones asked for. */
    private Coverage covered(Listing listing, Absences absences, List<KnownActivity> missing, int asked) {
        Coverage covered = state.coverage();
        if (listing.window().isNewest()) {
            // They are listed again in any case, and who was not asked for this time is the next time.
            boolean nothingLeft = listing.page().isEmpty() && absences.deleted().size() == missing.size();
            covered = nothingLeft ? Coverage.none() : listing.covered(covered, Coverage.BEGINNING);
        } else if (!absences.isCutShort()) {
            // A window is done where no question is left open.
            covered = listing.covered(covered, listing.answeredDownTo(missing.subList(asked, missing.size())));
        }
        for (Instant start : absences.moved()) {
            // Once: a list may not show it there either.
            covered = lookedFor.add(start) ? covered.without(start, start) : covered;
        }
        return covered;
    }

    /**
     * Stores what follows from a page and counts it; false, with nothing done, if another sync was first.
     *
     * @param answered whether no question is left open; else the newest activities do not count as listed
     */
    private boolean store(
            Listing listing,
            List<KnownActivity> known,
            List<StoredActivity> deleted,
            Coverage covered,
            boolean answered) {
        Window window = listing.window();
        ListedPage page = listing.page();
        PageChanges changes = new PageChanges(page, known, deleted, quarantine, trust);
        boolean complete = covered.isComplete() || listing.isOfNothing();
        SyncState.Builder next = state.toBuilder().coverage(covered);
        if (window.isNewest() && answered) {
            next.newestListedAt(now());
        }
        next.nextDueAt(turn.afterPage(next.build(), complete || state.isBackfillPaused()));
        listing.countPages(state, next);
        if (complete) {
            next.lastCompletedAt(now());
        }
        resources.enqueue(changes.listed().values(), changes.known());
        if (!commit(next, changes.changed(), changes.unreadable(), changes.released())) {
            return false;
        }
        trust.stored(changes.listed().keySet());
        tally.add(changes.tally());
        if (window.isNewest()) {
            if (answered) {
                plan.newestListed();
            }
            if (page.isEmpty()) {
                plan.nothingToWalk();
            }
        } else if (window.kind() == Window.Kind.AGAIN) {
            plan.listedAgain();
        }
        plan.confirm(confirmation(listing));
        parts.listener().pageStored(tally.progress(athlete, requests.count()));
        if (window.kind() == Window.Kind.HISTORY) {
            parts.listener().backfillProgressed(Estimates.of(parts, state));
        }
        return true;
    }

    /**
     * The request that shows whether a short page was the last: the one for the page behind it. Only where the store knows
     * nothing older. Null if there is nothing to be shown.
     */
    private @Nullable Window confirmation(Listing listing) {
        Instant reached = trust.shortPagesGoOn() ? null : listing.possibleEnd(state);
        return reached == null || holdsOlder(listing.page(), reached)
                ? null
                : listing.window().behind(reached);
    }

    private boolean holdsOlder(ListedPage page, Instant reached) {
        StoredActivity last = page.rows().stream()
                .filter(row -> row.startDate().filter(reached::equals).isPresent())
                .min(Comparator.comparingLong(row -> row.id().value()))
                .orElseThrow();
        return parts.store().list(ActivityQuery.of(athlete).after(last).limit(1)).stream()
                .anyMatch(row -> row.startDate().isPresent());
    }

    /** Moves the state on; after a conflict it is what the other sync has made of it. */
    private boolean commit(
            SyncState.Builder next,
            List<StoredActivity> changed,
            List<QuarantinedActivity> unreadable,
            List<ContentHash> released) {
        SyncCommit commit = parts.successor(state, next, changed, unreadable, released);
        if (parts.store().commit(commit) == CommitResult.COMMITTED) {
            state = commit.next();
            begun = true;
            quarantine.committed(unreadable, released);
            return true;
        }
        // What was read may be older than what the other sync has stored, so it is read again.
        trust.conflicted();
        plan.confirm(null);
        long version = state.version();
        load();
        if (version > 0 && state.version() == 0) {
            resources.purged();
            throw new StoreException("The athlete was purged while a sync was at work", false, null);
        }
        if (!begun) {
            begin();
        }
        return false;
    }

    /** Tries again what could not be read: with another version of the library at once, at Strava from time to time. */
    private void visitQuarantine() {
        if (options.mode() != SyncOptions.Mode.INCREMENTAL) {
            return;
        }
        QuarantineVisit visit = new QuarantineVisit(parts, athlete, requests);
        visit.readAgain(quarantine);
        boolean stored = storeVisit(visit);
        while (stored && visit.asks() && !options.isStopped() && !requests.areUsedUp()) {
            visit.askForSome(quarantine, () -> !options.isStopped() && !requests.areUsedUp());
            stored = storeVisit(visit);
        }
        StravaAiException failure = visit.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Stores what the visit has brought since the last time; false if another sync was first: the rest is for the next one. */
    private boolean storeVisit(QuarantineVisit visit) {
        List<StoredActivity> rows = visit.rows();
        if (visit.tried().isEmpty() && visit.released().isEmpty()) {
            return true;
        }
        Map<ActivityId, KnownActivity> known = new HashMap<>();
        Set<ActivityId> ids = rows.stream().map(StoredActivity::id).collect(Collectors.toSet());
        parts.store().known(KnownQuery.of(athlete, ids)).forEach(row -> known.put(row.id(), row));
        resources.enqueue(rows, known);
        boolean stored = commit(state.toBuilder(), rows, visit.tried(), visit.released());
        if (stored) {
            tally.updated += rows.size();
        }
        return stored;
    }

    /** Notes how the sync ended, if there is a state to note it in; the outcome itself matters more than the note. */
    private void note(SyncState.Builder ended) {
        if (state.version() == 0) {
            return;
        }
        try {
            parts.store().commit(parts.successor(state, ended));
        } catch (RuntimeException e) {
            LOG.debug("How the sync of athlete {} ended could not be noted: {}", athlete, e.getMessage());
        }
    }
}
