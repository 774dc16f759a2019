package io.stravaai.store.mongo;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ContentHash;
import io.stravaai.store.QuarantinedActivity;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;

/** Entries in quarantine as documents. */
final class QuarantineDocument {

    private QuarantineDocument() {}

    static BsonDocument write(QuarantinedActivity entry, Mark mark, LargeText text) {
        BsonDocument document = key(entry.athlete(), entry.contentHash(), mark)
                .append(
                        "activity_id",
                        Values.number(entry.id().map(ActivityId::value).orElse(null)))
                .append("reason", Values.label(entry.reason()))
                .append("observed_at", Values.time(entry.observedAt()))
                .append("attempts", Values.number(entry.attempts()))
                .append("retry_at", Values.timeOrNull(entry.retryAt().orElse(null)))
                .append("tried_by", Values.label(entry.triedBy()));
        text.write(document, entry.bytes());
        return document;
    }

    /** What remains of an entry that was released: its place, so that nobody who is late puts it back. */
    static BsonDocument released(AthleteId athlete, ContentHash hash, Mark mark) {
        return key(athlete, hash, mark).append("released", BsonBoolean.TRUE);
    }

    static QuarantinedActivity read(AthleteId athlete, BsonDocument document, Pieces pieces) {
        return QuarantinedActivity.of(
                        athlete,
                        LargeText.readBytes(document, pieces),
                        Values.textOf(document, "reason"),
                        Values.timeOf(document, "observed_at"),
                        Values.has(document, "activity_id")
                                ? ActivityId.of(Values.longOf(document, "activity_id"))
                                : null)
                .tried(
                        Values.intOf(document, "attempts"),
                        Values.timeOrNullOf(document, "retry_at"),
                        Values.textOf(document, "tried_by"));
    }

    private static BsonDocument key(AthleteId athlete, ContentHash hash, Mark mark) {
        return new BsonDocument(
                        "_id",
                        new BsonDocument("athlete", Values.number(athlete.value()))
                                .append("content_hash", Values.text(hash.hex())))
                .append("athlete_id", Values.number(athlete.value()))
                .append("generation", Values.number(mark.generation()))
                .append("stamp", Values.number(mark.stamp()));
    }
}
