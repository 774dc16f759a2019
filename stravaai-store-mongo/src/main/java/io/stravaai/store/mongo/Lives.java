package io.stravaai.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The lives of athletes: each begins with a head, whose generation all its rows have, and ends with a purge. A generation has
 * a head before it has rows, and none for ever after; so the rows of one without a head may be removed by anybody at any time.
 * Thread-safe.
 */
final class Lives {

    private static final FindOneAndDeleteOptions GENERATION =
            new FindOneAndDeleteOptions().projection(Filter.fields("generation"));

    private static final String[] CHECKED = {"generation", "version", "changed", "writers", "pending.rows"};

    private final MongoCollection<BsonDocument> heads;
    private final List<MongoCollection<BsonDocument>> collections;

    /**
     * @param collections of the rows, each with an index that begins with athlete and generation
     */
    Lives(MongoCollection<BsonDocument> heads, List<MongoCollection<BsonDocument>> collections) {
        this.heads = heads;
        this.collections = List.copyOf(collections);
    }

    /** The head, without its state and its rows; null if there is none. */
    @Nullable
    BsonDocument check(long athlete) {
        return heads.find(Filter.id(Values.number(athlete)))
                .projection(Filter.fields(CHECKED))
                .first();
    }

    boolean isOn(long athlete, long generation) {
        BsonDocument now = check(athlete);
        return now != null && Values.longOf(now, "generation") == generation;
    }

    /** Ends the life that is on, if there is one, and removes the rows of all. */
    void end(long athlete) {
        BsonDocument head = deleteHead(athlete);
        if (head == null) {
            eraseOthers(athlete, Set.of());
        } else {
            erase(athlete, Values.longOf(head, "generation"));
        }
    }

    /** Names the life, so that a deletion that comes late ends no other one. */
    private @Nullable BsonDocument deleteHead(long athlete) {
        for (int attempt = 0; attempt < Journal.ATTEMPTS; attempt++) {
            BsonDocument live = check(athlete);
            if (live == null) {
                return null;
            }
            BsonDocument deleted = heads.findOneAndDelete(
                    Filter.id(Values.number(athlete)).append("generation", live.get("generation")), GENERATION);
            // DocumentDB passes over a document that somebody else writes at the same time.
            if (deleted != null) {
                return deleted;
            }
        }
        throw Journal.busy();
    }

    /** Removes the rows of a life that is over, and what late spreaders and purges that broke off have left of others. */
    void erase(long athlete, long generation) {
        delete(athlete, generation);
        eraseOthers(athlete, Set.of(generation));
    }

    private void delete(long athlete, long generation) {
        BsonDocument rows = Table.ofLife(athlete, generation);
        collections.forEach(collection -> collection.deleteMany(rows));
    }

    private void eraseOthers(long athlete, Set<Long> erased) {
        SortedSet<Long> known = new TreeSet<>(erased);
        BsonDocument live = check(athlete);
        if (live != null) {
            known.add(Values.longOf(live, "generation"));
        }
        for (MongoCollection<BsonDocument> collection : collections) {
            BsonDocument found = other(athlete, known, collection);
            while (found != null) {
                long generation = Values.longOf(found, "generation");
                // It may have begun since.
                if (!isOn(athlete, generation)) {
                    delete(athlete, generation);
                }
                known.add(generation);
                found = other(athlete, known, collection);
            }
        }
    }

    /** A row of another generation. The known ones are left out by ranges of the index: what was deleted still stands in it. */
    private static @Nullable BsonDocument other(
            long athlete, SortedSet<Long> known, MongoCollection<BsonDocument> collection) {
        List<BsonDocument> ranges = new ArrayList<>();
        BsonDocument range = new BsonDocument();
        for (long generation : known) {
            ranges.add(rows(athlete, range.append("$lt", Values.number(generation))));
            range = new BsonDocument("$gt", Values.number(generation));
        }
        ranges.add(rows(athlete, range));
        return collection
                .find(new BsonDocument("$or", Filter.array(ranges)))
                .projection(Filter.fields("generation"))
                .first();
    }

    private static BsonDocument rows(long athlete, BsonDocument generations) {
        BsonDocument rows = new BsonDocument("athlete_id", Values.number(athlete));
        return generations.isEmpty() ? rows : rows.append("generation", generations);
    }
}
