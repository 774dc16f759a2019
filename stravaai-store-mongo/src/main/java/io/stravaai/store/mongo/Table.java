package io.stravaai.store.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * A collection whose documents are written by commits. Each has the generation of its athlete's head, and in {@code stamp}
 * the version of the commit that wrote it: so whoever writes late neither overwrites what is newer, nor what is of another
 * life of the athlete. Thread-safe.
 */
final class Table {

    private static final InsertManyOptions INSERT_ALL = new InsertManyOptions().ordered(false);
    private static final BulkWriteOptions WRITE_ALL = new BulkWriteOptions().ordered(false);

    private final MongoCollection<BsonDocument> collection;
    private final MongoCollection<RawBsonDocument> raw;
    private final boolean whole;

    /**
     * @param whole whether a document replaces the stored one whole; else only the fields that it has
     */
    Table(Database database, String name, boolean whole) {
        this.collection = database.collection(name);
        this.raw = database.raw(name);
        this.whole = whole;
    }

    MongoCollection<BsonDocument> collection() {
        return collection;
    }

    boolean isWhole() {
        return whole;
    }

    /** Inserts those whose {@code _id} is free, and answers the others. */
    List<RawBsonDocument> insert(List<RawBsonDocument> documents) {
        return insert(raw, documents);
    }

    /** The same for any collection. */
    static <T> List<T> insert(MongoCollection<T> collection, List<T> documents) {
        try {
            collection.insertMany(documents, INSERT_ALL);
            return List.of();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
                throw e;
            }
            List<T> taken = new ArrayList<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                if (!Failures.duplicate(error.getCode())) {
                    throw e;
                }
                taken.add(documents.get(error.getIndex()));
            }
            return taken;
        }
    }

    /** Removes documents that were inserted with this mark, ahead of a commit that never came. */
    void takeBack(List<RawBsonDocument> documents, Mark mark) {
        collection.deleteMany(new BsonDocument("_id", Filter.among(ids(documents)))
                .append("generation", Values.number(mark.generation()))
                .append("stamp", Values.number(mark.stamp()))
                .append("writer", Values.text(mark.writer())));
    }

    /** Whether the place of this document is taken. */
    boolean contains(RawBsonDocument document) {
        return collection
                        .find(Filter.id(document.getDocument("_id")))
                        .projection(Filter.fields("_id"))
                        .first()
                != null;
    }

    /**
     * Sets the fields of documents that older commits of the same generation wrote.
     *
     * @return whether all were set; if not, the rest was not older, or somebody else wrote it at the same time
     */
    boolean overwrite(List<RawBsonDocument> documents, long generation, long stamp) {
        List<WriteModel<BsonDocument>> writes = new ArrayList<>();
        for (RawBsonDocument document : documents) {
            BsonDocument fields = new BsonDocument();
            document.forEach((field, value) -> {
                if (!field.equals("_id")) {
                    fields.append(field, value);
                }
            });
            writes.add(new UpdateOneModel<>(older(document.getDocument("_id"), generation, stamp), Filter.set(fields)));
        }
        return collection.bulkWrite(writes, WRITE_ALL).getMatchedCount() == documents.size();
    }

    /**
     * Removes documents that older commits of the same generation wrote. With an insert after it that is three times as fast
     * on DocumentDB as to replace them one by one, each under this condition.
     *
     * @return whether there were any
     */
    boolean removeOlder(List<RawBsonDocument> documents, long generation, long stamp) {
        return collection
                        .deleteMany(older(Filter.among(ids(documents)), generation, stamp))
                        .getDeletedCount()
                > 0;
    }

    /**
     * What the pieces of documents are that {@link #removeOlder} is about to remove. Not those that the given ones refer to:
     * they may have been inserted ahead already, by a write that was sent twice.
     */
    List<BsonDocument> olderPieces(List<RawBsonDocument> documents, long generation, long stamp) {
        Set<BsonValue> kept = new HashSet<>();
        for (RawBsonDocument document : documents) {
            if (Values.has(document, "pieces")) {
                kept.add(document.getDocument("pieces").get("key"));
            }
        }
        List<BsonDocument> pieces = new ArrayList<>();
        collection
                .find(older(Filter.among(ids(documents)), generation, stamp)
                        .append("pieces.key", new BsonDocument("$exists", BsonBoolean.TRUE)))
                .projection(Filter.fields("pieces"))
                .map(document -> document.getDocument("pieces"))
                .forEach(reference -> {
                    if (!kept.contains(reference.get("key"))) {
                        pieces.add(reference);
                    }
                });
        return pieces;
    }

    /** Those of these documents that do not stand there, neither with this stamp nor with a later one. */
    List<RawBsonDocument> missing(List<RawBsonDocument> documents, long generation, long stamp) {
        Set<BsonValue> there = new HashSet<>();
        collection
                .find(new BsonDocument("_id", Filter.among(ids(documents)))
                        .append("generation", Values.number(generation))
                        .append("stamp", new BsonDocument("$gte", Values.number(stamp))))
                .projection(Filter.fields("_id"))
                .forEach(document -> there.add(document.get("_id")));
        return documents.stream()
                .filter(document -> !there.contains(document.getDocument("_id")))
                .toList();
    }

    /** Which of these documents stand there with another generation: id and generation. */
    List<BsonDocument> strangers(List<RawBsonDocument> documents, long generation) {
        if (documents.isEmpty()) {
            return List.of();
        }
        return collection
                .find(new BsonDocument("_id", Filter.among(ids(documents)))
                        .append("generation", Filter.noneOf(List.of(Values.number(generation)))))
                .projection(Filter.fields("generation"))
                .into(new ArrayList<>());
    }

    static BsonDocument ofLife(long athlete, long generation) {
        return new BsonDocument("athlete_id", Values.number(athlete)).append("generation", Values.number(generation));
    }

    private static BsonDocument older(BsonValue id, long generation, long stamp) {
        return new BsonDocument("_id", id)
                .append("generation", Values.number(generation))
                .append("stamp", Filter.lessThan(Values.number(stamp)));
    }

    private static List<BsonDocument> ids(List<RawBsonDocument> documents) {
        return documents.stream().map(document -> document.getDocument("_id")).toList();
    }
}
