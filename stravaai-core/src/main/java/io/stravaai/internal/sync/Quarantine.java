package io.stravaai.internal.sync;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.Library;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is in quarantine while one sync runs. Not thread-safe. */
final class Quarantine {

    private static final Duration FIRST_DELAY = Duration.ofHours(1);
    private static final Duration LONGEST_DELAY = Duration.ofDays(7);

    private final Map<ContentHash, QuarantinedActivity> entries = new LinkedHashMap<>();

    static Quarantine of(ActivityStore store, AthleteId athlete) {
        Quarantine quarantine = new Quarantine();
        store.quarantined(athlete).forEach(entry -> quarantine.entries.put(entry.contentHash(), entry));
        return quarantine;
    }

    /** What a page adds: elements whose bytes are new. */
    List<QuarantinedActivity> added(ListedPage page) {
        Map<ContentHash, QuarantinedActivity> added = new LinkedHashMap<>();
        for (QuarantinedActivity entry : page.unreadable()) {
            if (!entries.containsKey(entry.contentHash())) {
                Instant retryAt = entry.observedAt().plus(FIRST_DELAY);
                added.put(
                        entry.contentHash(),
                        entry.tried(0, entry.id().isPresent() ? retryAt : null, Library.version()));
            }
        }
        return List.copyOf(added.values());
    }

    /** What a page makes needless: entries of activities that it shows in a form that can be read, or in another one. */
    List<ContentHash> released(ListedPage page, List<QuarantinedActivity> added) {
        List<ContentHash> released = new ArrayList<>();
        for (QuarantinedActivity entry : entries.values()) {
            Optional<ActivityId> id = entry.id();
            boolean readable = id.isPresent()
                    && page.rows().stream().anyMatch(row -> row.id().equals(id.get()));
            boolean replaced = id.isPresent()
                    && added.stream().anyMatch(other -> other.id().equals(id));
            if (readable || replaced) {
                released.add(entry.contentHash());
            }
        }
        return released;
    }

    boolean holds(ActivityId id) {
        return entries.values().stream().anyMatch(entry -> entry.id().equals(Optional.of(id)));
    }

    /** Takes note of what has been committed. */
    void committed(List<QuarantinedActivity> added, List<ContentHash> released) {
        released.forEach(entries::remove);
        added.forEach(entry -> entries.put(entry.contentHash(), entry));
    }

    /** Entries that another version of the library could not read. */
    List<QuarantinedActivity> ofOtherVersions() {
        return entries.values().stream()
                .filter(entry -> !entry.triedBy().equals(Library.version()))
                .toList();
    }

    /** Entries that it is time to ask Strava for, by id. */
    List<QuarantinedActivity> due(Instant now) {
        return entries.values().stream()
                .filter(entry -> entry.id().isPresent())
                .filter(entry -> entry.retryAt().filter(at -> !at.isAfter(now)).isPresent())
                .toList();
    }

    /** The row that this version of the library reads from the bytes; empty if it cannot read them either. */
    static Optional<StoredActivity> readAgain(QuarantinedActivity entry) {
        try {
            SummaryActivity activity = StravaJson.read(entry.bytes(), SummaryActivity.class);
            return Optional.of(StoredActivity.of(entry.athlete(), activity, entry.observedAt()));
        } catch (ResponseFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The entry after one attempt more; the distance grows fourfold from an hour to a week. */
    static QuarantinedActivity triedOnceMore(QuarantinedActivity entry, Instant now) {
        int attempts = entry.attempts() + 1;
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(2 * attempts, 20));
        Duration bounded = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
        return entry.tried(attempts, now.plus(bounded), Library.version());
    }
}
