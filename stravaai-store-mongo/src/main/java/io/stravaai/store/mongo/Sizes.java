package io.stravaai.store.mongo;

/**
 * From where on things are written in another way.
 *
 * @param piece how many bytes a value may have before it is cut into pieces
 * @param page how many new rows a page must have to be inserted ahead of its commit
 */
record Sizes(int piece, int page) {

    /**
     * A piece fits into a document beside all else, and into a message with some more like it. Pages of a backfill are large;
     * the small ones, of all days afterwards, do not need writers of their own in the head, of which there is not much room.
     */
    static final Sizes DEFAULT = new Sizes(4 * 1024 * 1024, 20);
}
