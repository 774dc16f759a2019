package io.stravaai.store.mongo;

import org.bson.BsonDocument;

/**
 * What tells whose a row is.
 *
 * @param generation the life of the athlete that it belongs to
 * @param stamp the version of the commit that wrote it; of a row that was inserted ahead, the version before
 * @param writer who inserted it ahead of its commit: nobody may see it until the head says that it was committed
 */
record Mark(long generation, long stamp, String writer) {

    /** Of rows that were written when they were committed already. */
    static final String NOBODY = "";

    static Mark of(BsonDocument row) {
        String writer = Values.textOrNullOf(row, "writer");
        return new Mark(
                Values.longOf(row, "generation"), Values.longOf(row, "stamp"), writer == null ? NOBODY : writer);
    }

    static Mark decided(long generation, long stamp) {
        return new Mark(generation, stamp, NOBODY);
    }
}
