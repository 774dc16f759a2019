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
 * @param changed version of the last commit that left something pending; later ones only made rows known that had been inserted
 *     ahead, so what a head of this version or a later one shows is still there. Where it is not said, the head's own version
 * @param writers those that have inserted rows ahead of a commit, and the stamp of the last ones that were committed
 */
record Head(long generation, long version, long changed, Map<String, Long> writers) {

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
        long version = Values.longOf(document, "version");
        long changed = Values.has(document, "changed") ? Values.longOf(document, "changed") : version;
        return new Head(Values.longOf(document, "generation"), version, changed, writers);
    }

    /** The head of a new life. */
    static Head first(long generation) {
        return new Head(generation, 0, 0, Map.of());
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

    /** Whether commits have only added rows since that head. */
    boolean hasOnlyGrownSince(Head before) {
        return generation == before.generation && version >= before.version && changed <= before.version;
    }

    /**
     * The head after a commit.
     *
     * @param pending whether it leaves rows pending
     */
    Head at(long next, boolean pending) {
        return new Head(generation, next, pending ? next : changed, writers);
    }

    /** The same, if the commit makes the rows known that were inserted with this mark. */
    Head adding(Mark ahead) {
        Map<String, Long> more = new HashMap<>(writers);
        more.put(ahead.writer(), ahead.stamp());
        return new Head(generation, version, changed, more);
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
