package io.stravaai.internal.sync;

import io.stravaai.auth.Scope;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Visibility;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.StoredActivity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Strava for stored activities that a list did not show. Only an answer that says of the activity that it is not
 * there makes it deleted. Not thread-safe.
 */
final class Absences {

    private static final Logger LOG = LoggerFactory.getLogger(Absences.class);

    /** Strava's answers by id lag behind its lists for some minutes after an activity has come. */
    private static final Duration SETTLES = Duration.ofMinutes(15);

    private final Requests requests;
    private final ActivityStore store;
    private final Clock clock;
    private final AthleteId athlete;
    private final Lane lane;
    private final Supplier<Set<Scope>> scopes;

    private final List<StoredActivity> deleted = new ArrayList<>();
    private final List<Instant> moved = new ArrayList<>();
    private @Nullable StravaAiException failure;
    private boolean stopped;

    /**
     * For the rows that one page lacks.
     *
     * @param scopes what the grant allows now; empty if it is not known
     */
    Absences(
            Requests requests,
            ActivityStore store,
            Clock clock,
            AthleteId athlete,
            Lane lane,
            Supplier<Set<Scope>> scopes) {
        this.requests = requests;
        this.store = store;
        this.clock = clock;
        this.athlete = athlete;
        this.lane = lane;
        this.scopes = scopes;
    }

    /**
     * Asks for a page's worth of them. Beyond that something is odd, and must not take all of the quota: more are asked for
     * only as long as all prove to be gone.
     *
     * @param more whether more may be asked for at all
     * @return how many were come to; what ended the asking before is kept as {@link #failure()}
     */
    int ask(List<KnownActivity> missing, boolean more) {
        int asked = 0;
        do {
            int next = Math.min(missing.size(), asked + ActivityListRequest.MAX_PER_PAGE);
            ask(missing.subList(asked, next));
            asked = next;
        } while (more && asked < missing.size() && deleted.size() == asked);
        return asked;
    }

    private void ask(List<KnownActivity> missing) {
        for (KnownActivity known : missing) {
            StoredActivity row = store.find(athlete, known.id()).orElse(null);
            if (row == null || !isSettled(row)) {
                continue;
            }
            try {
                if (!isInSight(row, scopes.get())) {
                    continue;
                }
                if (requests.isStopped()) {
                    stopped = true;
                    return;
                }
                ask(row);
            } catch (StravaAiException e) {
                failure = e;
                return;
            }
        }
    }

    private void ask(StoredActivity row) {
        try {
            Instant start = Requests.start(requests.get(row.id(), lane), row);
            if (!start.equals(row.startDate().orElse(null))) {
                moved.add(start);
            }
        } catch (NotFoundException e) {
            // Looked at again, because the consent may have been narrowed since the sync began.
            Set<Scope> now = scopes.get();
            if (isAbout(e, row.id()) && isInSight(row, now)) {
                deleted.add(row.deleted(clock.instant(), reason(now)));
            }
        } catch (StravaAiException e) {
            if (!Requests.mayBeItsOwn(e)) {
                throw e;
            }
            // Proves nothing; it is asked again when its place is listed again.
            LOG.debug("Activity {} is not listed, and not answered by id: {}", row.id(), e.getMessage());
        }
    }

    /** An edge or a proxy may answer 404 as well. */
    static boolean isAbout(NotFoundException answer, ActivityId id) {
        boolean about = answer.faults().stream().anyMatch(fault -> "activity".equalsIgnoreCase(fault.resource()));
        if (!about) {
            LOG.warn(
                    "A 404 for activity {} does not speak of an activity, so it counts for nothing: {}",
                    id,
                    answer.faults());
        }
        return about;
    }

    private boolean isSettled(StoredActivity row) {
        return !row.observedAt().plus(SETTLES).isAfter(clock.instant());
    }

    /** With a grant that was narrowed, what only the athlete sees is out of sight, not gone. */
    static boolean isInSight(StoredActivity row, Set<Scope> scopes) {
        return scopes.isEmpty() || scopes.contains(Scope.ACTIVITY_READ_ALL) || !isOnlyForAthlete(row);
    }

    private static boolean isOnlyForAthlete(StoredActivity row) {
        try {
            SummaryActivity activity = StravaJson.read(row.rawJson(), SummaryActivity.class);
            return activity.visibility().filter(Visibility.ONLY_ME::equals).isPresent()
                    || activity.isPrivate().orElse(false);
        } catch (ResponseFormatException e) {
            return true;
        }
    }

    private static DeletionReason reason(Set<Scope> scopes) {
        return scopes.contains(Scope.ACTIVITY_READ_ALL) ? DeletionReason.DELETED : DeletionReason.DELETED_OR_HIDDEN;
    }

    /** The rows that are gone, marked so. */
    List<StoredActivity> deleted() {
        return deleted;
    }

    /** Where activities begin now that are still there, but not where they are stored. */
    List<Instant> moved() {
        return moved;
    }

    /** Whether some were not asked for that should have been. */
    boolean isCutShort() {
        return stopped || failure != null;
    }

    /** The exception that ended the asking before its end; null if none did. */
    @Nullable
    StravaAiException failure() {
        return failure;
    }
}
