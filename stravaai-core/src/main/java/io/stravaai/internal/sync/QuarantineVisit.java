package io.stravaai.internal.sync;

import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.internal.Library;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what could not be read: its bytes with another version of the library, and from time to time Strava by id.
 * Not thread-safe.
 */
final class QuarantineVisit {

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineVisit.class);

    /** What a crash or another sync takes from a visit at most. */
    private static final int BATCH = 20;

    /** So many answers by id in a row that cannot be read either: their shape is another one, and the rest would be no better. */
    private static final int MAX_UNREADABLE = 5;

    private final SyncParts parts;
    private final AthleteId athlete;
    private final Requests requests;
    private final List<StoredActivity> rows = new ArrayList<>();
    private final List<QuarantinedActivity> tried = new ArrayList<>();
    private final List<ContentHash> released = new ArrayList<>();
    private @Nullable StravaAiException failure;
    private boolean asks = true;
    private int unreadableInARow;

    QuarantineVisit(SyncParts parts, AthleteId athlete, Requests requests) {
        this.parts = parts;
        this.athlete = athlete;
        this.requests = requests;
    }

    /** Reads the bytes that another version of the library could not read. */
    void readAgain(Quarantine quarantine) {
        for (QuarantinedActivity entry : quarantine.ofOtherVersions()) {
            StoredActivity row = Quarantine.readAgain(entry).orElse(null);
            if (row == null) {
                tried.add(entry.tried(entry.attempts(), entry.retryAt().orElse(null), Library.version()));
            } else {
                released.add(entry.contentHash());
                rows.add(row);
            }
        }
        dropOlder();
    }

    /**
     * Asks Strava for some that are due. What was brought before is forgotten.
     *
     * @param goesOn whether another request may be sent
     */
    void askForSome(Quarantine quarantine, BooleanSupplier goesOn) {
        rows.clear();
        tried.clear();
        released.clear();
        Instant now = parts.clock().instant();
        List<QuarantinedActivity> due = quarantine.due(now);
        for (QuarantinedActivity entry : due.subList(0, Math.min(due.size(), BATCH))) {
            if (!asks || !goesOn.getAsBoolean()) {
                break;
            }
            ask(entry);
            if (unreadableInARow == MAX_UNREADABLE) {
                asks = false;
                due.subList(tried.size(), due.size()).forEach(rest -> tried.add(Quarantine.triedOnceMore(rest, now)));
            }
        }
        asks = asks && due.size() > BATCH;
        dropOlder();
    }

    private void ask(QuarantinedActivity entry) {
        try {
            rows.add(StoredActivity.of(
                    athlete,
                    requests.get(entry.id().orElseThrow(), Lane.BACKFILL),
                    parts.clock().instant()));
            unreadableInARow = 0;
        } catch (QuotaExceededException | StravaUnavailableException e) {
            asks = false;
            return;
        } catch (StravaAiException e) {
            if (!Requests.mayBeItsOwn(e)) {
                asks = false;
                failure = e;
                return;
            }
            unreadableInARow = e instanceof ResponseFormatException ? unreadableInARow + 1 : 0;
            LOG.debug("Activity {} in quarantine is not answered by id either: {}", entry.id(), e.getMessage());
        }
        tried.add(Quarantine.triedOnceMore(entry, parts.clock().instant()));
    }

    private void dropOlder() {
        Set<ActivityId> once = new HashSet<>();
        rows.removeIf(row -> !once.add(row.id()) || isNewerStored(row));
    }

    private boolean isNewerStored(StoredActivity row) {
        return parts.store()
                .find(athlete, row.id())
                .filter(stored -> stored.deletedAt().isPresent()
                        || stored.observedAt().isAfter(row.observedAt())
                        || stored.contentHash().equals(row.contentHash()))
                .isPresent();
    }

    /** Whether there may be more to ask for. */
    boolean asks() {
        return asks;
    }

    /** What ended the asking, and is no matter of one activity; null if nothing did. */
    @Nullable
    StravaAiException failure() {
        return failure;
    }

    /** Rows that could be read and are newer than those stored. */
    List<StoredActivity> rows() {
        return rows;
    }

    /** Entries that stay, with their next attempt. */
    List<QuarantinedActivity> tried() {
        return tried;
    }

    /** Entries whose bytes could be read. */
    List<ContentHash> released() {
        return released;
    }
}
