package io.stravaai.store.mongo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/**
 * What a head says of its athlete's rows while nothing is pending. What is remembered of it may be outdated, so everybody who
 * trusts that finds out.
 *
 * @param generation drawn when the head was made, and never again: one life of the athlete, which a purge ends
 * @param version of the last commit; 0 if there was none
 * @param writers those that have inserted rows ahead of a commit, and the stamp of the last ones that were committed
 */
record Head(long generation, long version, Map<String, Long> writers) {

    /** The head is read with each row, so it must not grow for ever. */
    private static final int MOST_WRITERS = 64;

    Head {
        writers = Map.copyOf(writers);
    }

    static Head of(BsonDocument document) {
        Map<String, Long> writers = new HashMap<>();
        if (Values.has(document, "writers")) {
            BsonDocument stamps = document.getDocument("writers");
            stamps.keySet().forEach(writer -> writers.put(writer, Values.longOf(stamps, writer)));
        }
        return new Head(Values.longOf(document, "generation"), Values.longOf(document, "version"), writers);
    }

    /** Whether this head came after another of the same athlete. */
    boolean isPast(Head other) {
        return generation != other.generation || version != other.version;
    }

    /** Whether rows that were inserted with this mark were committed. */
    boolean hasCommitted(Mark ahead) {
        Long committed = writers.get(ahead.writer());
        return generation == ahead.generation() && committed != null && ahead.stamp() <= committed;
    }

    /** The head after a commit. */
    Head at(long next) {
        return new Head(generation, next, writers);
    }

    /** The head after a commit of rows that were inserted with this mark. */
    Head at(long next, Mark ahead) {
        Map<String, Long> more = new HashMap<>(writers);
        more.put(ahead.writer(), ahead.stamp());
        return new Head(generation, next, more);
    }

    boolean hasRoomForWriter() {
        return writers.size() < MOST_WRITERS;
    }

    /** Whether a row of the athlete is of this life, and was committed. */
    boolean owns(BsonDocument row) {
        Mark mark = Mark.of(row);
        return mark.generation() == generation && (mark.writer().equals(Mark.NOBODY) || hasCommitted(mark));
    }

    /** A condition that chooses, of the rows of this life, those that it {@link #owns}. */
    BsonDocument committed() {
        BsonDocument nobodys = new BsonDocument("writer", Values.text(Mark.NOBODY));
        List<BsonDocument> either = new ArrayList<>(List.of(nobodys));
        writers.forEach((writer, stamp) -> either.add(
                new BsonDocument("writer", Values.text(writer)).append("stamp", Filter.atMost(Values.number(stamp)))));
        return new BsonDocument("$or", Filter.array(either));
    }
}
