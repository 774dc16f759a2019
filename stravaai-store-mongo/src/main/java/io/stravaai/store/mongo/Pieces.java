package io.stravaai.store.mongo;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * Values that are too large for a document, which may have 16 MB: cut into documents of their own, under a key that is never
 * used again. They are written before anything refers to them, and removed when nothing does any more. A process that dies in
 * between leaves pieces that nobody reads; they go when the athlete is purged. Thread-safe.
 */
final class Pieces {

    private final MongoCollection<BsonDocument> collection;
    private final int size;

    Pieces(Database database, String collection, int size) {
        this.collection = database.collection(collection);
        this.size = size;
    }

    /** Whether a value of so many bytes may stand in its document. */
    boolean fits(long bytes) {
        return bytes <= size;
    }

    Batch batch(long athlete, long generation) {
        return new Batch(athlete, generation);
    }

    /**
     * The bytes to which a document refers.
     *
     * @throws TornReadException if they are gone, because the document that refers to them was replaced meanwhile
     */
    byte[] read(BsonDocument reference) {
        List<BsonValue> ids = ids(reference);
        byte[] bytes = new byte[Values.intOf(reference, "length")];
        Map<Long, byte[]> found = new HashMap<>();
        // One by one would do as well, but for the trips.
        for (BsonDocument piece : collection.find(new BsonDocument("_id", Filter.among(ids)))) {
            found.put(
                    Values.longOf(piece.getDocument("_id"), "number"),
                    piece.getBinary("bytes").getData());
        }
        int offset = 0;
        for (long number = 0; number < ids.size(); number++) {
            byte[] piece = found.get(number);
            if (piece == null) {
                throw new TornReadException();
            }
            System.arraycopy(piece, 0, bytes, offset, piece.length);
            offset += piece.length;
        }
        return bytes;
    }

    /** Whether the athlete has some; mostly not, and then nobody has to look which rows refer to them. */
    boolean any(long athlete, long generation) {
        return collection
                        .find(Table.ofLife(athlete, generation))
                        .projection(Filter.fields("_id"))
                        .first()
                != null;
    }

    void remove(List<BsonDocument> references) {
        for (BsonDocument reference : references) {
            collection.deleteMany(new BsonDocument("_id", Filter.among(ids(reference))));
        }
    }

    private List<BsonValue> ids(BsonDocument reference) {
        List<BsonValue> ids = new ArrayList<>();
        int count = Values.intOf(reference, "count");
        for (int number = 0; number < count; number++) {
            ids.add(id(reference.getObjectId("key"), number));
        }
        return ids;
    }

    private static BsonDocument id(BsonObjectId key, int number) {
        return new BsonDocument("key", key).append("number", new BsonInt64(number));
    }

    /** What is written for one commit, so that it can be taken back. Not thread-safe. */
    final class Batch {

        private final long athlete;
        private final long generation;
        private final List<BsonDocument> written = new ArrayList<>();

        private Batch(long athlete, long generation) {
            this.athlete = athlete;
            this.generation = generation;
        }

        /** Writes the bytes, and answers what a document needs to refer to them. */
        BsonDocument write(byte[] bytes) {
            int count = (bytes.length + size - 1) / size;
            BsonObjectId key = new BsonObjectId(new ObjectId());
            BsonDocument reference = new BsonDocument("key", key)
                    .append("count", new BsonInt64(count))
                    .append("length", new BsonInt64(bytes.length));
            written.add(reference);
            List<BsonDocument> cut = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int from = number * size;
                cut.add(new BsonDocument("_id", id(key, number))
                        .append("athlete_id", Values.number(athlete))
                        .append("generation", Values.number(generation))
                        .append(
                                "bytes",
                                new BsonBinary(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)))));
            }
            // Nobody else has this key: a place that is taken was taken by this write, sent twice.
            Table.insert(collection, cut);
            return reference;
        }

        /** Removes what was written, because nothing refers to it. */
        void discard() {
            remove(written);
        }
    }
}
