package io.stravaai.internal.sync;

import io.stravaai.error.ForbiddenException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaUnavailableException;
import io.stravaai.internal.Library;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what could not be read: its bytes with another version of the library, and from time to time Strava by id.
 * Not thread-safe.
 */
final class QuarantineVisit {

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineVisit.class);

    private final SyncParts parts;
    private final AthleteId athlete;
    private final Requests requests;
    private final List<StoredActivity> rows = new ArrayList<>();
    private final List<QuarantinedActivity> tried = new ArrayList<>();
    private final List<ContentHash> released = new ArrayList<>();

    QuarantineVisit(SyncParts parts, AthleteId athlete, Requests requests) {
        this.parts = parts;
        this.athlete = athlete;
        this.requests = requests;
    }

    /**
     * Tries what is due.
     *
     * @param goesOn whether another request may be sent
     */
    void visit(Quarantine quarantine, BooleanSupplier goesOn) {
        for (QuarantinedActivity entry : quarantine.ofOtherVersions()) {
            StoredActivity row = Quarantine.readAgain(entry).orElse(null);
            if (row == null) {
                tried.add(entry.tried(entry.attempts(), entry.retryAt().orElse(null), Library.version()));
            } else {
                released.add(entry.contentHash());
                rows.add(row);
            }
        }
        for (QuarantinedActivity entry : quarantine.due(parts.clock().instant())) {
            boolean done = released.contains(entry.contentHash());
            if (!done && goesOn.getAsBoolean() && !ask(entry)) {
                break;
            }
        }
        Set<ActivityId> once = new HashSet<>();
        rows.removeIf(row -> !once.add(row.id()) || isNewerStored(row));
    }

    /** False if nothing more can be asked now. */
    private boolean ask(QuarantinedActivity entry) {
        try {
            rows.add(StoredActivity.of(
                    athlete,
                    requests.get(entry.id().orElseThrow(), Lane.BACKFILL),
                    parts.clock().instant()));
        } catch (QuotaExceededException | StravaUnavailableException e) {
            return false;
        } catch (NotFoundException
                | ForbiddenException
                | InvalidRequestException
                | ServerErrorException
                | ResponseFormatException e) {
            LOG.debug("Activity {} in quarantine is not answered by id either: {}", entry.id(), e.getMessage());
        }
        tried.removeIf(other -> other.contentHash().equals(entry.contentHash()));
        tried.add(Quarantine.triedOnceMore(entry, parts.clock().instant()));
        return true;
    }

    private boolean isNewerStored(StoredActivity row) {
        return parts.store()
                .find(athlete, row.id())
                .filter(stored -> stored.deletedAt().isPresent()
                        || stored.observedAt().isAfter(row.observedAt())
                        || stored.contentHash().equals(row.contentHash()))
                .isPresent();
    }

    boolean changesAnything() {
        return !tried.isEmpty() || !released.isEmpty();
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
