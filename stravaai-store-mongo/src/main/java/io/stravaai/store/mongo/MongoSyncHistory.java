package io.stravaai.store.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.jspecify.annotations.Nullable;

/** The collection stravaai_sync_run. */
final class MongoSyncHistory implements SyncHistory {

    static final String COLLECTION = "stravaai_sync_run";

    private static final int BATCH = 1000;
    private static final BsonDocument LATEST_FIRST =
            new BsonDocument("started_at", new BsonInt32(-1)).append("run_id", new BsonInt32(-1));

    private static final BsonDocument OLDEST_FIRST = new BsonDocument("started_at", new BsonInt32(1));

    /** A command that removed the syncs of years would not end in time. */
    private static final int PIECE = 10_000;

    private final MongoCollection<BsonDocument> collection;
    private final int piece;

    MongoSyncHistory(Database database) {
        this(database, PIECE);
    }

    /** The same, pruned in pieces of about so many documents: those that began at one instant go together. */
    MongoSyncHistory(Database database, int piece) {
        this.collection = database.collection(COLLECTION);
        this.piece = piece;
    }

    @Override
    public void record(StoredSync sync) {
        Database.run("record a sync", () -> {
            try {
                collection.insertOne(write(sync));
            } catch (MongoException e) {
                // It is kept already.
                if (!Failures.duplicate(e)) {
                    throw e;
                }
            }
            return true;
        });
    }

    @Override
    public List<StoredSync> list(AthleteId athlete, @Nullable StoredSync after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        if (limit == 0) {
            return List.of();
        }
        BsonDocument wanted = of(athlete);
        if (after != null) {
            BsonInt64 start = Values.time(after.startedAt());
            wanted.append("started_at", Filter.atMost(start))
                    .append(
                            "$or",
                            Filter.array(List.of(
                                    new BsonDocument("started_at", Filter.lessThan(start)),
                                    new BsonDocument("run_id", Filter.lessThan(Values.number(after.id()))))));
        }
        return Database.run("list syncs", () -> {
            List<StoredSync> syncs = new ArrayList<>();
            collection
                    .find(wanted)
                    .sort(LATEST_FIRST)
                    .limit(limit)
                    .batchSize(Math.min(limit, BATCH))
                    .forEach(document -> syncs.add(read(athlete, document)));
            return syncs;
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        Database.run("purge the syncs of an athlete", () -> collection.deleteMany(of(athlete)));
    }

    @Override
    public int prune(Instant before) {
        BsonDocument old = new BsonDocument("started_at", Filter.lessThan(Values.time(before)));
        return Database.run("prune old syncs", () -> {
            long pruned = 0;
            BsonDocument last = lastOfPiece(old);
            while (last != null) {
                BsonDocument oldest = new BsonDocument("started_at", Filter.atMost(last.getInt64("started_at")));
                pruned += collection.deleteMany(oldest).getDeletedCount();
                last = lastOfPiece(old);
            }
            return Math.toIntExact(pruned + collection.deleteMany(old).getDeletedCount());
        });
    }

    private @Nullable BsonDocument lastOfPiece(BsonDocument old) {
        return collection
                .find(old)
                .projection(Filter.fields("started_at"))
                .sort(OLDEST_FIRST)
                .skip(piece - 1)
                .first();
    }

    private static BsonDocument of(AthleteId athlete) {
        return new BsonDocument("athlete_id", Values.number(athlete.value()));
    }

    private static BsonDocument write(StoredSync sync) {
        return new BsonDocument(
                        "_id",
                        new BsonDocument("athlete", Values.number(sync.athlete().value()))
                                .append("started_at", Values.time(sync.startedAt()))
                                .append("run", Values.number(sync.id())))
                .append("athlete_id", Values.number(sync.athlete().value()))
                .append("started_at", Values.time(sync.startedAt()))
                .append("run_id", Values.number(sync.id()))
                .append("finished_at", Values.time(sync.finishedAt()))
                .append("inserted", Values.number(sync.inserted()))
                .append("updated", Values.number(sync.updated()))
                .append("unchanged", Values.number(sync.unchanged()))
                .append("deleted", Values.number(sync.deleted()))
                .append("restored", Values.number(sync.restored()))
                .append("quarantined", Values.number(sync.quarantined()))
                .append("fetched", Values.number(sync.fetched()))
                .append("pending_resources", Values.number(sync.pendingResources()))
                .append("requests", Values.number(sync.requests()))
                .append("reached", Values.timeOrNull(sync.reached().orElse(null)))
                .append("resume_at", Values.timeOrNull(sync.resumeAt().orElse(null)))
                .append("failure", Values.label(sync.failure().orElse(null)));
    }

    private static StoredSync read(AthleteId athlete, BsonDocument document) {
        return StoredSync.builder(
                        athlete,
                        Values.longOf(document, "run_id"),
                        Values.timeOf(document, "started_at"),
                        Values.timeOf(document, "finished_at"))
                .inserted(Values.intOf(document, "inserted"))
                .updated(Values.intOf(document, "updated"))
                .unchanged(Values.intOf(document, "unchanged"))
                .deleted(Values.intOf(document, "deleted"))
                .restored(Values.intOf(document, "restored"))
                .quarantined(Values.intOf(document, "quarantined"))
                .fetched(Values.intOf(document, "fetched"))
                .pendingResources(Values.intOf(document, "pending_resources"))
                .requests(Values.intOf(document, "requests"))
                .reached(Values.timeOrNullOf(document, "reached"))
                .resumeAt(Values.timeOrNullOf(document, "resume_at"))
                .failure(Values.textOrNullOf(document, "failure"))
                .build();
    }
}
