package io.stravaai.internal.sync;

import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.Page;
import io.stravaai.client.UnreadableElement;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A page of a list as the store will hold it.
 *
 * @param rows what can be stored
 * @param unreadable what cannot: no activity, or one that lacks the shape of a field that rows are found by
 */
record ListedPage(List<StoredActivity> rows, List<QuarantinedActivity> unreadable) {

    static ListedPage of(AthleteId athlete, Page<SummaryActivity> page, Instant observedAt) {
        List<StoredActivity> rows = new ArrayList<>();
        List<QuarantinedActivity> unreadable = new ArrayList<>();
        for (SummaryActivity activity : page.elements()) {
            try {
                rows.add(StoredActivity.of(athlete, activity, observedAt));
            } catch (ResponseFormatException e) {
                unreadable.add(QuarantinedActivity.of(
                        athlete,
                        activity.rawJson().getBytes(StandardCharsets.UTF_8),
                        String.valueOf(e.getMessage()),
                        observedAt,
                        activity.id()));
            }
        }
        for (UnreadableElement element : page.unreadable()) {
            ActivityId id =
                    element.id().isPresent() ? ActivityId.of(element.id().getAsLong()) : null;
            unreadable.add(QuarantinedActivity.of(athlete, element.bytes(), element.reason(), observedAt, id));
        }
        return new ListedPage(List.copyOf(rows), List.copyOf(unreadable));
    }

    boolean isEmpty() {
        return rows.isEmpty() && unreadable.isEmpty();
    }

    /** Whether Strava may have had more to give. */
    boolean isFull() {
        return rows.size() + unreadable.size() >= ActivityListRequest.MAX_PER_PAGE;
    }

    /** The ids of all elements of which the id could be read. */
    Set<ActivityId> ids() {
        Set<ActivityId> ids = new LinkedHashSet<>();
        rows.forEach(row -> ids.add(row.id()));
        unreadable.forEach(entry -> entry.id().ifPresent(ids::add));
        return ids;
    }

    /** In the order of the page. */
    List<Instant> starts() {
        return rows.stream().flatMap(row -> row.startDate().stream()).toList();
    }

    /** The start of the oldest activity; empty if none has a start. */
    Optional<Instant> oldest() {
        return starts().stream().min(Comparator.naturalOrder());
    }
}
