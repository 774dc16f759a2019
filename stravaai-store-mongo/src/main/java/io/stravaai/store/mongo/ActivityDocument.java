package io.stravaai.store.mongo;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ContentHash;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDocument;

/** Activities as documents. */
final class ActivityDocument {

    /** What {@link #known} needs. */
    static final String[] KNOWN = {
        "generation", "stamp", "writer", "activity_id", "content_hash", "start_date", "observed_at", "deleted_at"
    };

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private ActivityDocument() {}

    static BsonDocument id(AthleteId athlete, ActivityId activity) {
        return new BsonDocument("athlete", Values.number(athlete.value()))
                .append("activity", Values.number(activity.value()));
    }

    static BsonDocument write(StoredActivity activity, Mark mark, LargeText json) {
        BsonDocument document = new BsonDocument("_id", id(activity.athlete(), activity.id()))
                .append("athlete_id", Values.number(activity.athlete().value()))
                .append("activity_id", Values.number(activity.id().value()))
                .append("generation", Values.number(mark.generation()))
                .append("stamp", Values.number(mark.stamp()))
                .append("writer", Values.text(mark.writer()))
                .append("start_date", Values.timeOrNull(activity.startDate().orElse(null)))
                .append(
                        "start_date_local",
                        Values.local(activity.startDateLocal().orElse(null)))
                .append("name", Values.label(activity.name().orElse(null)))
                .append(
                        "sport_type",
                        Values.label(activity.sportType().map(SportType::name).orElse(null)))
                .append(
                        "distance_m",
                        Values.real(
                                activity.distance().isPresent()
                                        ? activity.distance().getAsDouble()
                                        : null))
                .append(
                        "moving_time_ms",
                        Values.number(activity.movingTime()
                                .map(ActivityDocument::millis)
                                .orElse(null)))
                .append("content_hash", Values.text(activity.contentHash().hex()))
                .append("observed_at", Values.time(activity.observedAt()))
                .append("deleted_at", Values.timeOrNull(activity.deletedAt().orElse(null)))
                .append(
                        "deletion_reason",
                        Values.label(activity.deletionReason().map(Enum::name).orElse(null)));
        json.write(document, activity.rawJson());
        return document;
    }

    static StoredActivity read(BsonDocument document, Pieces pieces) {
        StoredActivity.Builder activity = StoredActivity.builder(
                        AthleteId.of(Values.longOf(document, "athlete_id")),
                        ActivityId.of(Values.longOf(document, "activity_id")),
                        LargeText.read(document, pieces),
                        Values.timeOf(document, "observed_at"))
                .contentHash(new ContentHash(Values.textOf(document, "content_hash")))
                .name(Values.textOrNullOf(document, "name"))
                .startDate(Values.timeOrNullOf(document, "start_date"))
                .startDateLocal(Values.localOrNullOf(document, "start_date_local"));
        Instant deletedAt = Values.timeOrNullOf(document, "deleted_at");
        if (deletedAt != null) {
            activity.deleted(deletedAt, DeletionReason.valueOf(Values.textOf(document, "deletion_reason")));
        }
        String sport = Values.textOrNullOf(document, "sport_type");
        if (sport != null) {
            activity.sportType(SportType.of(sport));
        }
        if (Values.has(document, "distance_m")) {
            activity.distance(document.getNumber("distance_m").doubleValue());
        }
        if (Values.has(document, "moving_time_ms")) {
            activity.movingTime(Duration.ofMillis(Values.longOf(document, "moving_time_ms")));
        }
        return activity.build();
    }

    static KnownActivity known(BsonDocument document) {
        return KnownActivity.of(
                ActivityId.of(Values.longOf(document, "activity_id")),
                new ContentHash(Values.textOf(document, "content_hash")),
                Values.timeOrNullOf(document, "start_date"),
                Values.timeOf(document, "observed_at"),
                Values.has(document, "deleted_at"));
    }

    /** A nonsensical duration must not fail a whole page. */
    private static long millis(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            return Long.MAX_VALUE;
        }
        return duration.compareTo(LONGEST.negated()) < 0 ? -Long.MAX_VALUE : duration.toMillis();
    }
}
