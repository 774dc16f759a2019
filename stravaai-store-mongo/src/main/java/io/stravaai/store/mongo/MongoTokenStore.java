package io.stravaai.store.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The collection stravaai_token: a document for each athlete, so each write is atomic by itself. */
final class MongoTokenStore implements TokenStore {

    static final String COLLECTION = "stravaai_token";

    private static final int ATTEMPTS = 50;
    private static final int BATCH = 1000;
    private static final BsonDocument ASCENDING = new BsonDocument("_id", new BsonInt32(1));
    private static final ReplaceOptions PUT = new ReplaceOptions().upsert(true);
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<BsonDocument> collection;

    /** Random versions do not come back when a row is deleted and written again, and need no counter that outlives it. */
    private final SecureRandom random = new SecureRandom();

    MongoTokenStore(Database database) {
        this.collection = database.collection(COLLECTION);
    }

    @Override
    public Optional<StoredGrant> find(AthleteId athlete) {
        return Database.run(
                "read a grant", () -> Optional.ofNullable(document(athlete)).map(MongoTokenStore::read));
    }

    @Override
    public StoredGrant put(AthleteId athlete, TokenGrant grant) {
        StoredGrant stored = stored(athlete, grant, null);
        return Database.run("store a grant", () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    collection.replaceOne(key(athlete), write(stored), PUT);
                    return stored;
                } catch (MongoException e) {
                    // Two who insert at once: the next attempt finds the other's.
                    if (attempt == ATTEMPTS || !Failures.duplicate(e)) {
                        throw e;
                    }
                }
            }
        });
    }

    @Override
    public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
        BsonDocument claimed = new BsonDocument("version", Values.number(nextVersion())).append("claim", write(claim));
        return Database.run("claim a refresh", () -> {
            BsonDocument after =
                    collection.findOneAndUpdate(expected(athlete, expectedVersion), Filter.set(claimed), AFTER);
            return after == null ? mine(athlete, Values.longOf(claimed, "version")) : Optional.of(read(after));
        });
    }

    @Override
    public Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
        StoredGrant stored = stored(athlete, grant, claim);
        BsonDocument document = write(stored);
        return Database.run("replace a grant", () -> {
            boolean replaced = expectedVersion == 0
                    ? insert(document)
                    : collection
                                    .replaceOne(expected(athlete, expectedVersion), document)
                                    .getMatchedCount()
                            == 1;
            return replaced ? Optional.of(stored) : mine(athlete, stored.version());
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

    /** The grant if this write has made it: the driver may have sent it twice, and the first answer was lost. */
    private Optional<StoredGrant> mine(AthleteId athlete, long version) {
        BsonDocument found = collection.find(expected(athlete, version)).first();
        return Optional.ofNullable(found).map(MongoTokenStore::read);
    }

    @Override
    public boolean delete(AthleteId athlete, long expectedVersion) {
        return Database.run(
                "delete a grant",
                () -> collection.deleteOne(expected(athlete, expectedVersion)).getDeletedCount() == 1);
    }

    @Override
    public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        if (limit == 0) {
            return List.of();
        }
        BsonDocument greater = new BsonDocument("$gt", Values.number(after == null ? 0 : Math.max(0, after.value())));
        return Database.run("list athletes", () -> {
            List<AthleteId> athletes = new ArrayList<>();
            collection
                    .find(new BsonDocument("_id", greater))
                    .projection(Filter.fields("_id"))
                    .sort(ASCENDING)
                    .limit(limit)
                    .batchSize(Math.min(limit, BATCH))
                    .forEach(document -> athletes.add(AthleteId.of(Values.longOf(document, "_id"))));
            return athletes;
        });
    }

    private @Nullable BsonDocument document(AthleteId athlete) {
        return collection.find(key(athlete)).first();
    }

    private static BsonDocument key(AthleteId athlete) {
        return Filter.id(Values.number(athlete.value()));
    }

    private static BsonDocument expected(AthleteId athlete, long version) {
        return key(athlete).append("version", Values.number(version));
    }

    private static BsonDocument write(StoredGrant stored) {
        TokenGrant grant = stored.grant();
        return new BsonDocument("_id", Values.number(stored.athlete().value()))
                .append("version", Values.number(stored.version()))
                .append("access_token", Values.text(Text.exact("access_token", grant.accessToken())))
                .append("refresh_token", Values.text(Text.exact("refresh_token", grant.refreshToken())))
                .append("expires_at", Values.time(grant.expiresAt()))
                .append("scopes", Values.text(Text.exact("scopes", Scope.format(grant.scopes()))))
                .append("claim", stored.claim().map(MongoTokenStore::write).orElse(BsonNull.VALUE));
    }

    private static BsonValue write(RefreshClaim claim) {
        return new BsonDocument("owner", Values.text(Text.exact("claim.owner", claim.owner())))
                .append("claimed_at", Values.time(claim.claimedAt()))
                .append("in_doubt", BsonBoolean.valueOf(claim.inDoubt()));
    }

    private static StoredGrant read(BsonDocument document) {
        return StoredGrant.of(
                AthleteId.of(Values.longOf(document, "_id")),
                Values.longOf(document, "version"),
                TokenGrant.of(
                        Values.textOf(document, "access_token"),
                        Values.textOf(document, "refresh_token"),
                        Values.timeOf(document, "expires_at"),
                        Scope.parse(Values.textOf(document, "scopes"))),
                Values.has(document, "claim") ? claim(document.getDocument("claim")) : null);
    }

    private static RefreshClaim claim(BsonDocument claim) {
        return new RefreshClaim(
                Values.textOf(claim, "owner"),
                Values.timeOf(claim, "claimed_at"),
                claim.getBoolean("in_doubt").getValue());
    }

    private StoredGrant stored(AthleteId athlete, TokenGrant grant, @Nullable RefreshClaim claim) {
        TokenGrant kept = TokenGrant.of(
                grant.accessToken(), grant.refreshToken(), Values.storable(grant.expiresAt()), grant.scopes());
        return StoredGrant.of(
                athlete,
                nextVersion(),
                kept,
                claim == null
                        ? null
                        : new RefreshClaim(claim.owner(), Values.storable(claim.claimedAt()), claim.inDoubt()));
    }

    private long nextVersion() {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
