package io.stravaai.store.mongo;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import io.stravaai.error.StoreException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Makes one commit of writes to many documents, without transactions. Thread-safe.
 *
 * <p>Each athlete has a head. A commit is one compare-and-set of it, which moves its version and leaves all rows with it,
 * pending. Then they are spread into their tables, and the head is cleared. Whoever meets a head with something pending
 * spreads it first, reader or committer, so nobody sees half of it, and a crash leaves nothing that others cannot complete.
 *
 * <p>The new rows of a large page need not be pending. They are inserted first, with a mark that hides them from readers, and
 * the same compare-and-set that commits the page makes it known. If that never comes they stay hidden, until other rows take
 * their places, or the athlete is purged.
 *
 * <p>A spreader that is late, because it stood still while others went on, does no harm: what it would overwrite has a
 * later stamp, or another generation. What it inserts after a purge belongs to a generation that has no head, so nobody reads
 * it, and it finds that out at the end and removes it.
 *
 * <p>Readers look at the head before and after: if nothing was pending, and since the first one rows were only added ahead of
 * their commits, then what that head shows was there all the time.
 */
final class Journal {

    /** The table whose rows are inserted ahead of their commit. */
    private static final int AHEAD = 0;

    /** Each failed one means that somebody else got further. */
    static final int ATTEMPTS = 1000;

    private final MongoCollection<BsonDocument> heads;
    private final Pieces pieces;
    private final List<Table> tables;
    private final Lives lives;
    private final Recent<Head> seen = new Recent<>();
    private final Recent<Writer> writers = new Recent<>();
    private final int largePage;
    private final SecureRandom random = new SecureRandom();

    Journal(Database database, String heads, String pieces, Sizes sizes, List<Table> tables) {
        this.heads = database.collection(heads);
        this.pieces = new Pieces(database, pieces, sizes.piece());
        this.largePage = sizes.page();
        this.tables = List.copyOf(tables);
        List<MongoCollection<BsonDocument>> rows = new ArrayList<>();
        tables.forEach(table -> rows.add(table.collection()));
        rows.add(database.collection(pieces));
        this.lives = new Lives(this.heads, rows);
    }

    MongoCollection<BsonDocument> heads() {
        return heads;
    }

    Pieces pieces() {
        return pieces;
    }

    /** What a commit writes. */
    interface Page {

        /** Whether it may be committed on this version; 0 is that of an athlete without any. */
        boolean follows(long version);

        /** The version afterwards, above the one before. */
        long next(long version);

        /** How many rows it has in the first table. */
        int size();

        /** The fields of the head that it sets. */
        BsonDocument state();

        /** The rows, each with this mark; large values are written as pieces. */
        List<Row> rows(Mark mark, Pieces.Batch pieces);
    }

    /**
     * Under which name this instance inserts an athlete's rows ahead of their commits. After a commit that failed it is never
     * used again: what was inserted then must stay hidden for ever.
     *
     * @param stamp of the last rows; those of the next ones must be later, or they would be seen at once
     * @param meetsNewRows whether all rows of the last page were new, so that those of the next one most likely are
     */
    private record Writer(String name, long stamp, boolean meetsNewRows) {

        /** Not where the head is of another life, or was remembered while others went on. */
        boolean mayWriteAfter(Head head) {
            return head.writers().containsKey(name) && stamp < head.version();
        }
    }

    /**
     * What was inserted ahead of a commit.
     *
     * @param left the rows that the commit has to leave pending
     */
    private record Ahead(Mark mark, List<RawBsonDocument> inserted, List<Row> left) {

        boolean isEmpty() {
            return inserted.isEmpty();
        }

        /** The head after the commit. */
        Head applied(Head before, long next) {
            Head after = before.at(next, !left.isEmpty());
            return isEmpty() ? after : after.adding(mark);
        }
    }

    /** Applies all of the page, or answers false if it does not follow what is stored. */
    boolean commit(long athlete, Page page) {
        Head head = seen.get(athlete);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (head == null || !page.follows(head.version())) {
                head = settled(athlete);
                if (head == null) {
                    if (!page.follows(0)) {
                        return false;
                    }
                    head = begin(athlete);
                }
                if (head != null && !page.follows(head.version())) {
                    return false;
                }
            }
            if (head != null && write(athlete, head, page)) {
                return true;
            }
            head = null;
        }
        throw busy();
    }

    /** A head without commits; null if somebody else was first. */
    private @Nullable Head begin(long athlete) {
        Head head = Head.first(random.nextLong());
        try {
            heads.insertOne(new BsonDocument("_id", Values.number(athlete))
                    .append("generation", Values.number(head.generation()))
                    .append("version", Values.number(0)));
            return head;
        } catch (MongoWriteException e) {
            if (Failures.duplicate(e)) {
                return null;
            }
            throw e;
        }
    }

    private boolean write(long athlete, Head head, Page page) {
        Pieces.Batch batch = pieces.batch(athlete, head.generation());
        Mark decided = Mark.decided(head.generation(), page.next(head.version()));
        BsonObjectId commit = new BsonObjectId(new ObjectId());
        BsonDocument state = new BsonDocument();
        Ahead ahead;
        Head next;
        try {
            state.putAll(page.state());
            ahead = insertAhead(athlete, head, page, decided, batch);
            next = ahead.applied(head, decided.stamp());
            state.append("version", Values.number(next.version()))
                    .append("changed", Values.number(next.changed()))
                    .append("commit", commit);
            if (!ahead.isEmpty()) {
                state.append(
                        "writers." + ahead.mark().writer(),
                        Values.number(ahead.mark().stamp()));
            }
            if (!ahead.left().isEmpty()) {
                state.append("pending", pending(ahead.left(), batch));
            }
        } catch (RuntimeException e) {
            discard(batch, e);
            throw e;
        }
        BsonDocument expected = Filter.id(Values.number(athlete))
                .append("generation", Values.number(head.generation()))
                .append("version", Values.number(head.version()))
                .append("pending", Filter.absent());
        if (heads.updateOne(expected, Filter.set(state)).getMatchedCount() == 0) {
            // The driver may have sent it twice, and the first answer was lost.
            BsonDocument now = heads.find(Filter.id(Values.number(athlete)))
                    .projection(Filter.fields("generation", "version", "changed", "writers", "commit"))
                    .first();
            if (now == null || !isOf(now, commit, ahead)) {
                if (!ahead.isEmpty() && (now == null || Head.of(now).isPast(head))) {
                    tables.get(AHEAD).takeBack(ahead.inserted(), ahead.mark());
                }
                if (!mayHaveLedTo(now, head, decided, ahead)) {
                    batch.discard();
                }
                return false;
            }
        }
        if (next.writers().containsKey(ahead.mark().writer())) {
            boolean meetsNewRows = ahead.left().stream().noneMatch(row -> row.table() == AHEAD);
            writers.put(athlete, new Writer(ahead.mark().writer(), ahead.mark().stamp(), meetsNewRows));
        }
        if (ahead.left().isEmpty()) {
            seen.put(athlete, next);
        } else {
            finish(athlete, next, ahead.left(), state.getDocument("pending"));
        }
        return true;
    }

    /** Whether this commit led to the head; others may have followed it, but what it inserted tells that for ever. */
    private static boolean isOf(BsonDocument now, BsonObjectId commit, Ahead ahead) {
        return commit.equals(now.get("commit"))
                || (!ahead.isEmpty() && Head.of(now).hasCommitted(ahead.mark()));
    }

    /** Whether this commit may have been applied, and others after it, so that its pieces must stay. */
    private static boolean mayHaveLedTo(@Nullable BsonDocument now, Head before, Mark decided, Ahead ahead) {
        if (now == null || !ahead.isEmpty()) {
            return false;
        }
        Head head = Head.of(now);
        return head.generation() == before.generation() && head.version() > decided.stamp();
    }

    /**
     * Inserts the new rows of a large page, hidden, so that they need not be pending: they would cross the network twice, and
     * swell the head.
     */
    private Ahead insertAhead(long athlete, Head head, Page page, Mark decided, Pieces.Batch batch) {
        Table table = tables.get(AHEAD);
        if (!table.isWhole() || page.size() < largePage) {
            return new Ahead(decided, List.of(), page.rows(decided, batch));
        }
        Writer known = writers.take(athlete);
        if (known != null && !known.mayWriteAfter(head)) {
            known = null;
        }
        if (known == null && !head.hasRoomForWriter()) {
            return new Ahead(decided, List.of(), page.rows(decided, batch));
        }
        Mark hidden = new Mark(
                head.generation(),
                head.version(),
                known == null ? "w" + Long.toHexString(random.nextLong()) : known.name());
        List<Row> rows = page.rows(hidden, batch);
        List<RawBsonDocument> documents = documents(rows, AHEAD);
        boolean isNew = (known != null && known.meetsNewRows()) || !table.contains(documents.get(0));
        // Inserts that fail cost as much as others.
        List<RawBsonDocument> taken = isNew ? table.insert(documents) : documents;
        List<RawBsonDocument> inserted = new ArrayList<>(documents);
        if (!taken.isEmpty()) {
            inserted.removeAll(taken);
        }
        List<Row> left = new ArrayList<>();
        taken.forEach(document -> left.add(new Row(AHEAD, document).marked(decided)));
        rows.stream().filter(row -> row.table() != AHEAD).forEach(row -> left.add(row.marked(decided)));
        return new Ahead(hidden, inserted, left);
    }

    private static List<RawBsonDocument> documents(List<Row> rows, int table) {
        return rows.stream()
                .filter(row -> row.table() == table)
                .map(Row::document)
                .toList();
    }

    private BsonDocument pending(List<Row> rows, Pieces.Batch batch) {
        byte[] bytes = Row.pack(rows);
        BsonDocument pending = new BsonDocument("rows", new BsonInt32(rows.size()));
        return pieces.fits(bytes.length)
                ? pending.append("bytes", new BsonBinary(bytes))
                : pending.append("pieces", batch.write(bytes));
    }

    private static void discard(Pieces.Batch batch, RuntimeException cause) {
        try {
            batch.discard();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Spreads what is pending, and clears the head. */
    private void finish(long athlete, Head head, List<Row> rows, BsonDocument pending) {
        if (!spread(athlete, head, rows)) {
            undo(athlete, head);
            return;
        }
        if (!clear(athlete, head)) {
            BsonDocument now = lives.check(athlete);
            if (now == null || Head.of(now).generation() != head.generation()) {
                undo(athlete, head);
                return;
            }
            if (Head.of(now).version() == head.version() && Values.has(now, "pending")) {
                // The server passed over it, as somebody else was clearing it too. Who meets it finishes it.
                return;
            }
        }
        if (pending.containsKey("pieces")) {
            pieces.remove(List.of(pending.getDocument("pieces")));
        }
    }

    /** The athlete was purged while this was under way: what it has written must go too. */
    private void undo(long athlete, Head head) {
        seen.take(athlete);
        lives.erase(athlete, head.generation());
    }

    /** Writes the rows where nothing newer is; false if the generation is seen to be over. */
    private boolean spread(long athlete, Head head, List<Row> rows) {
        for (int number = 0; number < tables.size(); number++) {
            Table table = tables.get(number);
            List<RawBsonDocument> documents = documents(rows, number);
            if (table.isWhole() && !documents.isEmpty() && table.contains(documents.get(0))) {
                // Inserts that fail cost as much as others, so room is made first where the page is a changed one.
                makeRoom(athlete, head, table, documents);
            }
            while (!documents.isEmpty()) {
                documents = table.insert(documents);
                if (documents.isEmpty()) {
                    break;
                }
                if (table.isWhole()) {
                    if (makeRoom(athlete, head, table, documents)) {
                        continue;
                    }
                } else if (table.overwrite(documents, head.generation(), head.version())) {
                    break;
                }
                // Who spreads this too may have removed what was in the way, and not have come further.
                documents = table.missing(documents, head.generation(), head.version());
                List<BsonDocument> strangers = table.strangers(documents, head.generation());
                if (!strangers.isEmpty() && !lives.isOn(athlete, head.generation())) {
                    return false;
                }
                strangers.forEach(stranger -> table.collection().deleteOne(stranger));
            }
        }
        return true;
    }

    /**
     * Removes what older commits of the same generation wrote under these keys; whether there was any. Until the rows are
     * there again the head tells that something is pending.
     */
    private boolean makeRoom(long athlete, Head head, Table table, List<RawBsonDocument> documents) {
        if (pieces.any(athlete, head.generation())) {
            // First, since what was removed does not tell any more which they were.
            pieces.remove(table.olderPieces(documents, head.generation(), head.version()));
        }
        return table.removeOlder(documents, head.generation(), head.version());
    }

    /** Removes what was pending from the head; false if it was not there any more. */
    private boolean clear(long athlete, Head head) {
        BsonDocument written = Filter.id(Values.number(athlete))
                .append("generation", Values.number(head.generation()))
                .append("version", Values.number(head.version()));
        BsonDocument nothing = new BsonDocument("$unset", new BsonDocument("pending", new BsonString("")));
        if (heads.updateOne(written, nothing).getMatchedCount() == 0) {
            return false;
        }
        seen.put(athlete, head);
        return true;
    }

    private @Nullable Head settled(long athlete) {
        BsonDocument document = settledDocument(athlete);
        return document == null ? null : Head.of(document);
    }

    /** The head, of which nothing is pending any more; null if there is none. */
    @Nullable
    BsonDocument settledDocument(long athlete) {
        Torn torn = new Torn();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BsonDocument document =
                    heads.find(Filter.id(Values.number(athlete))).first();
            if (document == null) {
                seen.take(athlete);
                return null;
            }
            Head head = Head.of(document);
            if (!Values.has(document, "pending")) {
                seen.put(athlete, head);
                return document;
            }
            BsonDocument pending = document.getDocument("pending");
            try {
                byte[] bytes = pending.containsKey("bytes")
                        ? pending.getBinary("bytes").getData()
                        : pieces.read(pending.getDocument("pieces"));
                finish(athlete, head, Row.unpack(bytes), pending);
            } catch (TornReadException e) {
                // Somebody else has finished it.
                torn.under(head);
            }
        }
        throw busy();
    }

    /**
     * Reads rows as they are at one instant.
     *
     * @param nothing the answer if there is no head
     * @param rows reads those that a head owns; may be called more than once
     */
    <T> T read(long athlete, T nothing, Function<Head, T> rows) {
        Head before = seen.get(athlete);
        // A remembered one may be older than what was acknowledged before this read.
        boolean remembered = before != null;
        Torn torn = new Torn();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (before == null) {
                before = settled(athlete);
                if (before == null) {
                    return nothing;
                }
            }
            T result = null;
            try {
                result = rows.apply(before);
            } catch (TornReadException e) {
                torn.under(before);
            }
            BsonDocument after = lives.check(athlete);
            boolean clean = after != null && !Values.has(after, "pending");
            Head now = after != null && clean ? Head.of(after) : null;
            if (now != null) {
                seen.put(athlete, now);
                if (result != null && (remembered ? now.equals(before) : now.hasOnlyGrownSince(before))) {
                    return result;
                }
            }
            before = now;
            remembered = false;
        }
        throw busy();
    }

    /** Reads one row, as {@link #read} does. Two plain reads by id cost less than one that joins row and head. */
    <T> Optional<T> find(long athlete, Table table, BsonValue id, Function<BsonDocument, T> read) {
        return read(
                athlete,
                Optional.empty(),
                head -> Optional.ofNullable(
                                table.collection().find(Filter.id(id)).first())
                        .filter(head::owns)
                        .map(read));
    }

    /** Removes the head, with which all is gone for whoever reads, and then the rows. */
    void purge(long athlete) {
        lives.end(athlete);
        seen.take(athlete);
    }

    static StoreException busy() {
        return new StoreException("Others change the athlete's data all the time", true, null);
    }

    /** Pieces that are missing again and again are lost: who removes some when they are replaced has moved the head first. */
    private static final class Torn {

        private static final int MOST = 10;

        private @Nullable Head head;
        private int times;

        void under(Head now) {
            times = now.equals(head) ? times + 1 : 1;
            head = now;
            if (times > MOST) {
                throw new StoreException(
                        "Pieces of a large value are missing. Somebody else than StravaAI has removed them",
                        false,
                        null);
            }
        }
    }
}
