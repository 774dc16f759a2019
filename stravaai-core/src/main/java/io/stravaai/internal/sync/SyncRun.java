package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestCounter;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncProgress;
import io.stravaai.sync.SyncReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sync of one athlete. Not thread-safe.
 *
 * <p>The newest activities are listed, unless a sync that was cut short has just done so. Then history is walked towards
 * older activities: each page is asked for by the start of the oldest one known, one second overlapping since two may
 * share it, and whether Strava's {@code before} includes the second is not known. Only where a page brings nothing older,
 * the page number is counted up. The walk ends at an empty page, or where it meets what an earlier sync has covered.
 */
final class SyncRun {

    private static final Logger LOG = LoggerFactory.getLogger(SyncRun.class);
    private static final Duration OVERLAP = Duration.ofSeconds(1);

    /** How long a list of the newest activities counts as such while history is walked: one window of quota. */
    private static final Duration NEWEST_STAYS = Duration.ofMinutes(15);

    /** Longer than anybody waits, and short enough to reckon with. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

    /** With another sync at work on the athlete, this often in a row; then it can do the rest. */
    private static final int MAX_CONFLICTS = 5;

    /** A page as long as this, oldest first, is not so by chance. */
    private static final int ORDER_IS_CLEAR = 10;

    /** A page shows nothing but the one before it at the end of a history, and once more if it shifted. */
    private static final int MAX_REPETITIONS = 3;

    private final StravaClient client;
    private final ActivityStore store;
    private final Clock clock;
    private final RandomGenerator random;
    private final StravaListener listener;
    private final AthleteId athlete;
    private final SyncOptions options;
    private final Instant startedAt;
    private final Instant waitsUntil;
    private final RequestCounter requests = new RequestCounter();

    private SyncState state;
    private Set<ContentHash> quarantinedHashes = Set.of();
    private Set<ActivityId> quarantinedIds = Set.of();
    private Set<ActivityId> lastPage = Set.of();
    private int repetitions;
    private int inserted;
    private int updated;
    private int unchanged;
    private int quarantined;
    private @Nullable Instant reached;

    SyncRun(
            StravaClient client,
            ActivityStore store,
            Clock clock,
            RandomGenerator random,
            StravaListener listener,
            AthleteId athlete,
            SyncOptions options) {
        this.client = client;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.athlete = athlete;
        this.options = options;
        this.startedAt = clock.instant();
        this.waitsUntil =
                startedAt.plus(options.maxWait().compareTo(LONGEST_WAIT) < 0 ? options.maxWait() : LONGEST_WAIT);
        this.state = SyncState.initial(athlete);
    }

    SyncReport run() {
        Instant resumeAt = null;
        try {
            load();
            if (options.fullHistory()) {
                state = SyncState.of(
                        athlete,
                        state.version(),
                        Coverage.none(),
                        1,
                        null,
                        state.lastCompletedAt().orElse(null));
            }
            resumeAt = listAll() ? null : clock.instant();
        } catch (QuotaExceededException e) {
            resumeAt = e.resetsAt();
        }
        SyncReport report = SyncReport.of(progress(), startedAt, clock.instant(), client.quota(), resumeAt);
        LOG.debug("{}", report);
        return report;
    }

    private void load() {
        state = store.syncState(athlete).orElseGet(() -> SyncState.initial(athlete));
        quarantinedHashes = new HashSet<>();
        quarantinedIds = new HashSet<>();
        for (QuarantinedActivity entry : store.quarantined(athlete)) {
            quarantinedHashes.add(entry.contentHash());
            entry.id().ifPresent(quarantinedIds::add);
        }
    }

    /** Whether all is done; if not, another sync is at work on the athlete. */
    private boolean listAll() {
        boolean newestListed = false;
        boolean nothingToWalk = false;
        boolean emptyBefore = false;
        int conflicts = 0;
        while (!newestListed || isNewestStale() || !(state.coverage().isComplete() || nothingToWalk)) {
            Instant before = state.coverage().resumeBefore().orElse(null);
            boolean newest = isNewestStale() || (before == null && state.nextPage() == 1);
            ListedPage page = newest ? listNewest() : listBefore(before, state.nextPage());
            requireNewestFirst(page);
            requireProgress(page);
            boolean walkEnds = page.isEmpty() && !newest && (state.nextPage() > 1 || emptyBefore);
            if (!commit(page, covered(page, newest ? null : before, walkEnds), newest, before)) {
                conflicts++;
                if (conflicts == MAX_CONFLICTS) {
                    return false;
                }
                // What was read may be older than what the other sync has stored, so it is read again.
                repetitions = 0;
                long version = state.version();
                load();
                if (version > 0 && state.version() == 0) {
                    throw new StoreException("The athlete was purged while a sync was at work", false, null);
                }
                continue;
            }
            conflicts = 0;
            newestListed |= newest;
            nothingToWalk = page.isEmpty() && before == null;
            emptyBefore = page.isEmpty() && !newest;
            listener.pageStored(progress());
        }
        return true;
    }

    /** A walk that takes long, or is resumed, looks for what is new from time to time. */
    private boolean isNewestStale() {
        Instant now = clock.instant();
        return state.newestListedAt()
                .map(listed -> listed.isAfter(now) || !listed.plus(NEWEST_STAYS).isAfter(now))
                .orElse(true);
    }

    private ListedPage listNewest() {
        return list(ActivityListRequest.latest(), Lane.POLL);
    }

    /**
     * @param before the oldest start known; null if none is
     */
    private ListedPage listBefore(@Nullable Instant before, int pageNumber) {
        ActivityListRequest request = ActivityListRequest.latest().page(pageNumber);
        return list(before == null ? request : request.before(before.plus(OVERLAP)), Lane.BACKFILL);
    }

    private ListedPage list(ActivityListRequest request, Lane lane) {
        return ListedPage.of(
                athlete,
                client.activities().list(athlete, request, callOptions(lane)).first(),
                clock.instant());
    }

    private CallOptions callOptions(Lane lane) {
        Duration left = Duration.between(clock.instant(), waitsUntil);
        return CallOptions.defaults()
                .withLane(options.lane().orElse(lane))
                .withMaxQuotaWait(left.isNegative() ? Duration.ZERO : left)
                .withCounter(requests);
    }

    /**
     * What has been listed when this page is stored.
     *
     * @param upper the start from which the page goes towards older activities; null if from the newest
     * @param walkEnds whether the page shows that there is nothing older: it is empty, and stands behind one that was not,
     *     or is empty for the second time. The first page before a known start shows at least that activity, unless it
     *     was deleted since, or something is wrong.
     */
    private Coverage covered(ListedPage page, @Nullable Instant upper, boolean walkEnds) {
        List<Instant> starts = starts(page);
        Coverage coverage = state.coverage();
        if (walkEnds && upper != null) {
            return coverage.plus(Coverage.BEGINNING, upper);
        }
        if (starts.isEmpty()) {
            return coverage;
        }
        Instant oldest = starts.stream().min(Comparator.naturalOrder()).orElseThrow();
        Instant newest = starts.stream().max(Comparator.naturalOrder()).orElseThrow();
        if (reached == null || oldest.isBefore(reached)) {
            reached = oldest;
        }
        // An activity dated in the future must not cover what happens until then.
        Instant now = clock.instant();
        return coverage.plus(oldest, upper != null ? upper : newest.isAfter(now) ? now : newest);
    }

    /** An answer in the wrong order would end a walk at the wrong place. */
    private static void requireNewestFirst(ListedPage page) {
        List<Instant> starts = starts(page);
        boolean ascending = starts.size() >= ORDER_IS_CLEAR
                && starts.get(0).isBefore(starts.get(starts.size() - 1))
                && starts.stream().sorted().toList().equals(starts);
        if (ascending) {
            throw new ResponseFormatException("Expected the newest activities first, but the oldest come first", null);
        }
    }

    /** A server that does not count pages would be asked for ever. */
    private void requireProgress(ListedPage page) {
        boolean repetition = !page.rows().isEmpty()
                && page.rows().stream().map(StoredActivity::id).allMatch(lastPage::contains);
        repetitions = repetition ? repetitions + 1 : 0;
        if (repetitions == MAX_REPETITIONS) {
            throw new ResponseFormatException("Expected another page of activities, but the same comes again", null);
        }
    }

    private static List<Instant> starts(ListedPage page) {
        return page.rows().stream().flatMap(row -> row.startDate().stream()).toList();
    }

    /**
     * Stores the page and counts it; false, with nothing done, if another sync was first.
     *
     * @param newest whether it is the page of the newest activities
     * @param before the start before which it was listed otherwise
     */
    private boolean commit(ListedPage page, Coverage covered, boolean newest, @Nullable Instant before) {
        Instant now = clock.instant();
        Map<ActivityId, StoredActivity> listed = new LinkedHashMap<>();
        page.rows().forEach(row -> listed.putIfAbsent(row.id(), row));
        Map<ActivityId, ContentHash> stored = store.contentHashes(athlete, listed.keySet());

        List<StoredActivity> changed = new ArrayList<>();
        List<ActivityId> released = new ArrayList<>();
        int insertedNow = 0;
        int unchangedNow = 0;
        for (StoredActivity row : listed.values()) {
            ContentHash known = stored.get(row.id());
            if (row.contentHash().equals(known)) {
                // The overlap of two pages is not counted twice.
                unchangedNow += lastPage.contains(row.id()) ? 0 : 1;
            } else {
                changed.add(row);
                insertedNow += known == null ? 1 : 0;
            }
            if (quarantinedIds.contains(row.id())) {
                released.add(row.id());
            }
        }
        List<QuarantinedActivity> unreadable = new ArrayList<>();
        int quarantinedNow = 0;
        for (QuarantinedActivity entry : page.unreadable()) {
            if (quarantinedHashes.add(entry.contentHash())) {
                unreadable.add(entry);
                // Only the latest form of an activity is kept.
                boolean known = entry.id().filter(quarantinedIds::contains).isPresent();
                entry.id().filter(id -> known).ifPresent(released::add);
                quarantinedNow += known ? 0 : 1;
            }
        }

        boolean first = state.version() == 0;
        SyncState next = first ? state.first(random.nextLong(1, Long.MAX_VALUE / 2), covered) : state.next(covered);
        next = next.nextPage(nextPage(page, covered, newest, before));
        if (newest) {
            next = next.newestListedAt(now);
        }
        if (covered.isComplete() || (page.isEmpty() && before == null)) {
            next = next.lastCompletedAt(now);
        }
        SyncCommit commit = first
                ? SyncCommit.first(next, changed, unreadable, released)
                : SyncCommit.of(next, changed, unreadable, released);
        if (store.commit(commit) == CommitResult.CONFLICT) {
            return false;
        }
        state = next;
        lastPage = listed.keySet();
        released.forEach(quarantinedIds::remove);
        unreadable.forEach(entry -> entry.id().ifPresent(quarantinedIds::add));
        inserted += insertedNow;
        updated += changed.size() - insertedNow;
        unchanged += unchangedNow;
        quarantined += quarantinedNow;
        return true;
    }

    /** Pages are counted only where one brought nothing older; without any start known, the newest page is the first. */
    private int nextPage(ListedPage page, Coverage covered, boolean newest, @Nullable Instant before) {
        boolean older = !Objects.equals(before, covered.resumeBefore().orElse(null));
        if (older || page.isEmpty() || (newest && before != null)) {
            return 1;
        }
        return newest ? 2 : state.nextPage() + 1;
    }

    private SyncProgress progress() {
        return SyncProgress.builder(athlete)
                .inserted(inserted)
                .updated(updated)
                .unchanged(unchanged)
                .quarantined(quarantined)
                .requests(requests.count())
                .reached(reached)
                .build();
    }
}
