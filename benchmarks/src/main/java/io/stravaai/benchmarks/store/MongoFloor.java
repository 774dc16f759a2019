package io.stravaai.benchmarks.store;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ContentHash;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The floor with MongoDB's driver: the same documents, written and read with the same concerns. */
final class MongoFloor implements Floor {

    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private static final BsonDocument NEWEST_FIRST =
            new BsonDocument("start_date", new BsonInt32(-1)).append("activity_id", new BsonInt32(-1));

    /** Any will do for the store to know its rows again, as long as the head has the same. */
    private static final BsonInt64 GENERATION = new BsonInt64(1);

    private static final BsonInt64 STAMP = new BsonInt64(0);

    private final MongoCollection<BsonDocument> heads;
    private final MongoCollection<BsonDocument> activities;
    private final List<MongoCollection<BsonDocument>> all;
    private final Set<AthleteId> athletes = new HashSet<>();

    MongoFloor(MongoDatabase database) {
        MongoDatabase durable = database.withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.heads = durable.getCollection("stravaai_head", BsonDocument.class);
        this.activities = durable.getCollection("stravaai_activity", BsonDocument.class);
        this.all = List.of(
                activities,
                durable.getCollection("stravaai_quarantine", BsonDocument.class),
                durable.getCollection("stravaai_activity_piece", BsonDocument.class));
    }

    @Override
    public void insert(List<StoredActivity> rows) {
        List<BsonDocument> begun = rows.stream()
                .map(StoredActivity::athlete)
                .filter(athletes::add)
                .map(athlete -> new BsonDocument("_id", number(athlete.value()))
                        .append("generation", GENERATION)
                        .append("version", STAMP))
                .toList();
        if (!begun.isEmpty()) {
            heads.insertMany(begun, UNORDERED);
        }
        if (!rows.isEmpty()) {
            activities.insertMany(rows.stream().map(MongoFloor::write).toList(), UNORDERED);
        }
    }

    @Override
    public List<StoredActivity> list(AthleteId athlete, int limit) {
        return list(living(athlete), limit);
    }

    @Override
    public List<StoredActivity> listAfter(StoredActivity last, int limit) {
        BsonInt64 start = time(last.startDate().orElseThrow());
        BsonArray behind = new BsonArray(List.of(
                new BsonDocument("start_date", new BsonDocument("$lt", start)),
                new BsonDocument(
                        "activity_id", new BsonDocument("$lt", number(last.id().value())))));
        return list(
                living(last.athlete())
                        .append("start_date", new BsonDocument("$lte", start))
                        .append("$or", behind),
                limit);
    }

    private List<StoredActivity> list(BsonDocument filter, int limit) {
        List<StoredActivity> rows = new ArrayList<>();
        activities
                .find(filter)
                .sort(NEWEST_FIRST)
                .limit(limit)
                .batchSize(limit)
                .forEach(document -> rows.add(read(document)));
        return rows;
    }

    @Override
    public StoredActivity find(AthleteId athlete, ActivityId activity) {
        BsonDocument found =
                activities.find(new BsonDocument("_id", id(athlete, activity))).first();
        if (found == null) {
            throw new IllegalStateException("The activity is not there");
        }
        return read(found);
    }

    @Override
    public void delete(AthleteId athlete) {
        heads.deleteOne(new BsonDocument("_id", number(athlete.value())));
        BsonDocument rows = new BsonDocument("athlete_id", number(athlete.value()));
        all.forEach(collection -> collection.deleteMany(rows));
    }

    private static BsonDocument living(AthleteId athlete) {
        return new BsonDocument("athlete_id", number(athlete.value()))
                .append("generation", GENERATION)
                .append("deleted_at", BsonNull.VALUE);
    }

    private static BsonDocument id(AthleteId athlete, ActivityId activity) {
        return new BsonDocument("athlete", number(athlete.value())).append("activity", number(activity.value()));
    }

    private static BsonDocument write(StoredActivity row) {
        return new BsonDocument("_id", id(row.athlete(), row.id()))
                .append("athlete_id", number(row.athlete().value()))
                .append("activity_id", number(row.id().value()))
                .append("generation", GENERATION)
                .append("stamp", STAMP)
                .append("writer", text(""))
                .append("start_date", time(row.startDate().orElseThrow()))
                .append(
                        "start_date_local",
                        text(row.startDateLocal().orElseThrow().toString()))
                .append("name", text(row.name().orElse(null)))
                .append("sport_type", text(row.sportType().map(SportType::name).orElse(null)))
                .append(
                        "distance_m",
                        row.distance().isPresent()
                                ? new BsonDouble(row.distance().getAsDouble())
                                : BsonNull.VALUE)
                .append(
                        "moving_time_ms",
                        row.movingTime().isPresent()
                                ? number(row.movingTime().get().toMillis())
                                : BsonNull.VALUE)
                .append("content_hash", text(row.contentHash().hex()))
                .append("observed_at", time(row.observedAt()))
                .append(
                        "deleted_at",
                        row.deletedAt().isPresent() ? time(row.deletedAt().get()) : BsonNull.VALUE)
                .append(
                        "deletion_reason",
                        text(row.deletionReason().map(Enum::name).orElse(null)))
                .append("raw_json", text(row.rawJson()));
    }

    private static StoredActivity read(BsonDocument row) {
        StoredActivity.Builder activity = StoredActivity.builder(
                        AthleteId.of(row.getInt64("athlete_id").getValue()),
                        ActivityId.of(row.getInt64("activity_id").getValue()),
                        row.getString("raw_json").getValue(),
                        instant(row.getInt64("observed_at")))
                .startDate(instant(row.getInt64("start_date")))
                .startDateLocal(
                        LocalDateTime.parse(row.getString("start_date_local").getValue()))
                .contentHash(new ContentHash(row.getString("content_hash").getValue()));
        if (row.isString("name")) {
            activity.name(row.getString("name").getValue());
        }
        if (row.isString("sport_type")) {
            activity.sportType(SportType.of(row.getString("sport_type").getValue()));
        }
        if (row.isDouble("distance_m")) {
            activity.distance(row.getDouble("distance_m").getValue());
        }
        if (row.isInt64("moving_time_ms")) {
            activity.movingTime(Duration.ofMillis(row.getInt64("moving_time_ms").getValue()));
        }
        if (row.isInt64("deleted_at")) {
            activity.deleted(
                    instant(row.getInt64("deleted_at")),
                    DeletionReason.valueOf(row.getString("deletion_reason").getValue()));
        }
        return activity.build();
    }

    private static BsonInt64 number(long number) {
        return new BsonInt64(number);
    }

    private static BsonValue text(@Nullable String text) {
        return text == null ? BsonNull.VALUE : new BsonString(text);
    }

    private static BsonInt64 time(Instant instant) {
        return number(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    }

    private static Instant instant(BsonInt64 micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros.getValue(), 1_000_000), Math.floorMod(micros.getValue(), 1_000_000) * 1_000L);
    }
}
