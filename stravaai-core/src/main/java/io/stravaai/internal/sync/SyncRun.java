package io.stravaai.internal.sync;

import io.stravaai.auth.Scope;
import io.stravaai.client.ActivityListRequest;
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
import java.util.Objects;
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
    private final Schedule schedule;
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
        this.schedule = new Schedule(parts.policy());
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
            nextDueAt = resumeAt == null ? nextDueAt() : resumptionDueAt(resumeAt);
            pending = parts.resources().pending(athlete);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            int failures = state.failures() + 1;
            note(state.toBuilder()
                    .failures(failures, Schedule.kind(e))
                    .nextDueAt(schedule.afterFailure(athlete, now(), failures, e)));
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

    /** The next turn, or when the first of the resources that wait is due. */
    private @Nullable Instant nextDueAt() {
        Instant regular = walks() ? regularDueAt(state) : state.nextDueAt().orElse(null);
        return regular == null
                ? null
                : resources
                        .nextDueBefore(regular)
                        .map(due -> due.isBefore(now()) ? now() : due)
                        .orElse(regular);
    }

    /**
     * When there is quota again for the rest; but what is new is not to wait for that longer than for any other sync, and a
     * sync that looks at a part only puts nothing off.
     */
    private Instant resumptionDueAt(Instant resumeAt) {
        Instant resumption = schedule.afterQuota(athlete, resumeAt);
        Instant otherwise = walks() ? regularDueAt(state) : state.nextDueAt().orElse(resumption);
        boolean earlier = otherwise.isBefore(resumption) && (otherwise.isAfter(now()) || !walks());
        return earlier ? otherwise : resumption;
    }

    /** When the newest activities are to be listed again. */
    private Instant regularDueAt(SyncState state) {
        Instant now = now();
        Instant listedAt = state.newestListedAt().filter(now::isAfter).orElse(now);
        return schedule.afterSuccess(athlete, state.coverage(), listedAt);
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

    /** What is to be listed again is forgotten to have been listed; whoever goes on later sees the same. */
    private void begin() {
        Set<Scope> scopes = parts.client().oauth().scopes(athlete);
        boolean wider =
                scopes.contains(Scope.ACTIVITY_READ_ALL) && !state.scopes().contains(Scope.ACTIVITY_READ_ALL);
        Coverage coverage = state.coverage();
        if (wider || options.mode() == SyncOptions.Mode.FULL_HISTORY) {
            coverage = Coverage.none();
        } else if (options.mode() == SyncOptions.Mode.RANGE) {
            coverage =
                    coverage.without(options.from().orElseThrow(), options.to().orElseThrow());
        }
        SyncState.Builder begun = state.toBuilder().coverage(coverage).scopes(scopes);
        if (wider || options.mode() != SyncOptions.Mode.INCREMENTAL) {
            begun.nextPage(1, null);
        }
        if (wider || options.mode() == SyncOptions.Mode.FULL_HISTORY) {
            begun.newestListedAt(null);
        }
        SyncState next = begun.build();
        beginsAnew = !next.coverage().equals(state.coverage());
        state = next;
    }

    /**
     * Stores how the sync begins where that says what has to be done, before anything is asked: whoever goes on later sees it, and a
     * purge from now on finds a state that it removes.
     */
    private void noteBeginning() {
        for (int i = 0; i < MAX_CONFLICTS && !begun && (state.version() == 0 || beginsAnew); i++) {
            SyncState.Builder noted = state.toBuilder();
            if (walks()) {
                noted.nextDueAt(schedule.leaseEnds(now()));
            }
            commit(noted, List.of(), List.of(), List.of());
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
        Instant askedAt = now();
        ListedPage page = requests.list(window);
        trust.requireProgress(page);
        shown.add(window, page);
        if (trust.isSurprise(window, page)) {
            return true;
        }
        if (window.isConfirmation() && !page.isEmpty()) {
            // Page numbers shift, so all that this page tells for sure is that a short one was not the last.
            trust.shortPageWentOn();
            plan.confirm(null);
            return store(window, page, known(window, page), List.of(), state.coverage(), true);
        }
        List<KnownActivity> known = known(window, page);
        List<KnownActivity> missing = missing(known);
        if (missing.size() > MANY_MISSING) {
            Instant askedAgainAt = now();
            ListedPage second = requests.list(window);
            // An empty page is no second look at what the first one showed, and must not end a history by itself.
            if (!second.isEmpty() || page.isEmpty()) {
                askedAt = askedAgainAt;
                page = second;
                shown.add(window, page);
                known = known(window, page);
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
        // Beyond a page's worth something is odd, and must not take all of the quota, unless all prove to be gone.
        int asked = 0;
        do {
            int next = Math.min(missing.size(), asked + ActivityListRequest.MAX_PER_PAGE);
            absences.ask(missing.subList(asked, next));
            asked = next;
        } while (!window.isNewest()
                && asked < missing.size()
                && absences.deleted().size() == asked);
        StravaAiException failure = absences.failure();
        askingStopped = failure == null && absences.isCutShort();
        Coverage covered = state.coverage();
        if (page.isEmpty() && window.isNewest()) {
            boolean nothingLeft = absences.deleted().size() == missing.size();
            covered = nothingLeft ? Coverage.none() : covered;
        } else if (window.isNewest()) {
            // They are listed again in any case, and who was not asked for this time is the next time.
            covered = covered(window, page, askedAt, Coverage.BEGINNING);
        } else if (!absences.isCutShort()) {
            // A window is done where no question is left open.
            covered = covered(window, page, askedAt, askedDownTo(missing, asked, window));
        }
        for (Instant start : absences.moved()) {
            // Once: a list may not show it there either.
            covered = lookedFor.add(start) ? covered.without(start, start) : covered;
        }
        boolean stored = store(window, page, known, absences.deleted(), covered, !absences.isCutShort());
        if (failure != null) {
            throw failure;
        }
        return stored;
    }

    /** What the store holds of what the page shows, and of the time in which the page should show all. */
    private List<KnownActivity> known(Window window, ListedPage page) {
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
        boolean shows = !(window.isConfirmation() && !page.isEmpty()) && !newest.isBefore(oldest);
        return parts.store().known(shows ? query.orStartedBetween(oldest, newest) : query);
    }

    /** Down to where all were asked for. */
    private static Instant askedDownTo(List<KnownActivity> missing, int asked, Window window) {
        return missing.stream()
                .skip(asked)
                .findFirst()
                .flatMap(KnownActivity::startDate)
                .map(open -> open.plus(Window.OVERLAP))
                .filter(start -> start.isBefore(Objects.requireNonNull(window.edge())))
                .orElse(Coverage.BEGINNING);
    }

    /** The newest first, behind those of which it is not known when they began. */
    private List<KnownActivity> missing(List<KnownActivity> known) {
        return known.stream()
                .filter(row -> !row.isDeleted() && !shown.contains(row.id()))
                .sorted(Comparator.comparing(
                        (KnownActivity row) -> row.startDate().orElse(Coverage.END), Comparator.reverseOrder()))
                .toList();
    }

    /**
     * What has been listed when this page is stored.
     *
     * @param notBelow what was shown below this does not count
     */
    private Coverage covered(Window window, ListedPage page, Instant askedAt, Instant notBelow) {
        Coverage coverage = state.coverage();
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
     * Stores what follows from a page and counts it; false, with nothing done, if another sync was first.
     *
     * @param answered whether no question is left open; else the newest activities do not count as listed
     */
    private boolean store(
            Window window,
            ListedPage page,
            List<KnownActivity> known,
            List<StoredActivity> deleted,
            Coverage covered,
            boolean answered) {
        PageChanges changes = new PageChanges(page, known, deleted, quarantine, trust);
        boolean empty = window.isNewest() && window.page() == 1 && page.isEmpty();
        boolean whole = covered.isComplete() || empty || state.isBackfillPaused();
        SyncState.Builder next = state.toBuilder().coverage(covered);
        if (window.isNewest() && answered) {
            next.newestListedAt(now());
        }
        next.nextDueAt(nextDue(next.build(), whole));
        countPages(window, page, next);
        if (covered.isComplete() || empty) {
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
        plan.confirm(confirmation(window, page));
        parts.listener().pageStored(tally.progress(athlete, requests.count()));
        if (window.kind() == Window.Kind.HISTORY) {
            parts.listener().backfillProgressed(Estimates.of(parts, state));
        }
        return true;
    }

    /**
     * When the athlete is due after a page. As long as there is history to walk that is soon, so that somebody goes on
     * where a sync was killed. A sync that looks at a part only puts nothing off: what is due besides, such as listing old
     * history again, would else never have its turn with an app that is opened all the time.
     *
     * @param whole whether nothing is left to be walked
     */
    private Instant nextDue(SyncState next, boolean whole) {
        Instant regular = regularDueAt(next);
        if (walks()) {
            return whole ? regular : schedule.leaseEnds(now());
        }
        return state.nextDueAt().filter(regular::isAfter).orElse(regular);
    }

    private boolean walks() {
        return options.mode() == SyncOptions.Mode.INCREMENTAL || options.mode() == SyncOptions.Mode.FULL_HISTORY;
    }

    /** Pages are counted only where one brought nothing older; without any start known, the newest page is the first. */
    private void countPages(Window window, ListedPage page, SyncState.Builder next) {
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
     * The request that shows whether a short page was the last: the one for the page behind it. Only where the store knows
     * nothing older, and where the answer decides something. Null if there is nothing to be shown.
     */
    private @Nullable Window confirmation(Window window, ListedPage page) {
        Instant reached = page.oldest().orElse(null);
        if (reached == null || page.isFull() || window.page() > 1 || trust.shortPagesGoOn()) {
            return null;
        }
        boolean open = window.isNewest()
                ? state.coverage().resumeBefore().filter(reached::equals).isPresent()
                : reached.isBefore(Objects.requireNonNull(window.edge()));
        return open && !holdsOlder(page, reached) ? window.behind(reached) : null;
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
