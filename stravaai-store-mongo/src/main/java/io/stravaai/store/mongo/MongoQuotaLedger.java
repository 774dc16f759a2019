package io.stravaai.store.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;

/** The collection stravaai_quota: a document for each application, so each write is atomic by itself. */
final class MongoQuotaLedger implements QuotaLedger {

    static final String COLLECTION = "stravaai_quota";

    private final MongoCollection<BsonDocument> collection;

    MongoQuotaLedger(Database database) {
        this.collection = database.collection(COLLECTION);
    }

    @Override
    public Optional<Entry> find(String clientId) {
        BsonDocument key = key(clientId);
        return Database.run(
                "read the quota",
                () -> Optional.ofNullable(collection.find(key).first()).map(MongoQuotaLedger::read));
    }

    @Override
    public boolean replace(String clientId, long expectedVersion, QuotaState next) {
        BsonDocument key = key(clientId);
        BsonObjectId write = new BsonObjectId(new ObjectId());
        BsonDocument document = write(key, expectedVersion + 1, next).append("written_by", write);
        return Database.run("write the quota", () -> {
            boolean written = expectedVersion == 0
                    ? insert(document)
                    : collection
                                    .replaceOne(key.clone().append("version", Values.number(expectedVersion)), document)
                                    .getMatchedCount()
                            == 1;
            // The driver may have sent it twice, and the first answer was lost.
            return written
                    || collection.find(key.clone().append("written_by", write)).first() != null;
        });
    }

    private boolean insert(BsonDocument document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoException e) {
            if (Failures.duplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private static BsonDocument key(String clientId) {
        return Filter.id(Values.text(Text.exact("_id", clientId)));
    }

    private static BsonDocument write(BsonDocument key, long version, QuotaState state) {
        BsonDocument document = key.clone()
                .append("version", Values.number(version))
                .append("quarter_hour_start", Values.time(state.windowStart(QuotaWindow.QUARTER_HOUR)))
                .append("day_start", Values.time(state.windowStart(QuotaWindow.DAY)))
                .append("blocked_until", Values.timeOrNull(state.blockedUntil().orElse(null)));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                document.append(cell + "_limit", Values.number(state.limit(bucket, window)))
                        .append(cell + "_used", Values.number(state.used(bucket, window)))
                        .append(cell + "_used_next", Values.number(state.usedNext(bucket, window)));
            }
        }
        return document;
    }

    private static Entry read(BsonDocument document) {
        Instant quarterHourStart = Values.timeOf(document, "quarter_hour_start");
        QuotaState state = QuotaState.initial(quarterHourStart)
                .withWindowStart(QuotaWindow.QUARTER_HOUR, quarterHourStart)
                .withWindowStart(QuotaWindow.DAY, Values.timeOf(document, "day_start"))
                .withBlockedUntil(Values.timeOrNullOf(document, "blocked_until"));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                state = state.withLimit(bucket, window, Values.intOf(document, cell + "_limit"))
                        .withUsed(bucket, window, Values.intOf(document, cell + "_used"))
                        .withUsedNext(bucket, window, Values.intOf(document, cell + "_used_next"));
            }
        }
        return new Entry(Values.longOf(document, "version"), state);
    }

    private static String cell(QuotaBucket bucket, QuotaWindow window) {
        return (bucket + "_" + window).toLowerCase(Locale.ROOT);
    }
}
