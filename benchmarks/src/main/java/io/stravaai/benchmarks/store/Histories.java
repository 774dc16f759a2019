package io.stravaai.benchmarks.store;

import io.stravaai.benchmarks.History;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of as many athletes as wanted, the same each time. They share the JSON of a thousand activities. */
final class Histories {

    private static final int TEMPLATES = 1_000;
    private static final Instant NEWEST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration APART = Duration.ofHours(8);

    /** So many athletes can have activities before two have one id. */
    private static final long ATHLETES = 1_000_000;

    /** The oldest activity of a history has the least id. */
    private static final long LAST = 1_000_000;

    private final List<StoredActivity> templates =
            StravaJson.readList(History.page(History.rows(TEMPLATES)).toByteArray(), SummaryActivity.class).stream()
                    .map(activity -> StoredActivity.of(AthleteId.of(1), activity, NEWEST))
                    .toList();

    /**
     * Activities of an athlete, newest first.
     *
     * @param from how many newer ones there are
     */
    List<StoredActivity> rows(AthleteId athlete, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(index -> row(athlete, index))
                .toList();
    }

    static ActivityId id(AthleteId athlete, int index) {
        return ActivityId.of((LAST - index) * ATHLETES + athlete.value());
    }

    private StoredActivity row(AthleteId athlete, int index) {
        StoredActivity template = templates.get(index % templates.size());
        Instant start = NEWEST.minus(APART.multipliedBy(index));
        StoredActivity.Builder row = StoredActivity.builder(
                        athlete, id(athlete, index), template.rawJson(), template.observedAt())
                .contentHash(template.contentHash())
                .name(template.name().orElse(null))
                .sportType(template.sportType().orElse(null))
                .startDate(start)
                .startDateLocal(LocalDateTime.ofInstant(start, ZoneOffset.UTC))
                .movingTime(template.movingTime().orElse(null));
        template.distance().ifPresent(row::distance);
        return row.build();
    }
}
