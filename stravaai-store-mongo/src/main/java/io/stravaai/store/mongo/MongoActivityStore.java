package io.stravaai.store.mongo;

import com.mongodb.client.FindIterable;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ContentHash;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/** The collections stravaai_head, which has the sync states, stravaai_activity and stravaai_quarantine. */
final class MongoActivityStore implements ActivityStore {

    private static final int ACTIVITIES = 0;
    private static final int QUARANTINE = 1;

    /** What a command can name without becoming too large. */
    private static final int IDS = 10_000;

    /** So many documents are fetched in one trip, if they fit. */
    private static final int BATCH = 1000;

    private static final BsonDocument NEWEST_FIRST =
            new BsonDocument("start_date", new BsonInt32(-1)).append("activity_id", new BsonInt32(-1));

    private static final BsonDocument LONGEST_DUE =
            new BsonDocument("next_due_at", new BsonInt32(1)).append("_id", new BsonInt32(1));

    private final Table activities;
    private final Table quarantine;
    private final Journal journal;
    private final boolean queryableJson;

    MongoActivityStore(Database database, boolean queryableJson, Sizes sizes) {
        this.activities = new Table(database, "stravaai_activity", true);
        this.quarantine = new Table(database, "stravaai_quarantine", true);
        this.journal = new Journal(
                database, "stravaai_head", "stravaai_activity_piece", sizes, List.of(activities, quarantine));
        this.queryableJson = queryableJson;
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return Database.run("read a sync state", () -> {
            BsonDocument head = journal.settledDocument(athlete.value());
            return head == null || Values.longOf(head, "version") == 0
                    ? Optional.empty()
                    : Optional.of(StateDocument.read(athlete, head));
        });
    }

    @Override
    public CommitResult commit(SyncCommit commit) {
        boolean applied = Database.run(
                "commit activities", () -> journal.commit(commit.athlete().value(), new Page(commit)));
        return applied ? CommitResult.COMMITTED : CommitResult.CONFLICT;
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        Instant from = query.from().orElse(null);
        Instant to = query.to().orElse(null);
        if (query.ids().isEmpty() && (from == null || to == null)) {
            return List.of();
        }
        return read("look for known activities", query.athlete(), head -> {
            Map<ActivityId, KnownActivity> known = new HashMap<>();
            List<BsonValue> ids = new ArrayList<>();
            for (ActivityId id : query.ids()) {
                ids.add(ActivityDocument.id(query.athlete(), id));
            }
            for (int start = 0; start < ids.size(); start += IDS) {
                List<BsonValue> some = ids.subList(start, Math.min(ids.size(), start + IDS));
                known(head, new BsonDocument("_id", Filter.among(some)), known);
            }
            if (from != null && to != null) {
                BsonDocument span = new BsonDocument("$gte", Values.time(from)).append("$lte", Values.time(to));
                known(
                        head,
                        Table.ofLife(query.athlete().value(), head.generation())
                                .append("start_date", span)
                                .append("deleted_at", Filter.absent()),
                        known);
            }
            return List.copyOf(known.values());
        });
    }

    private void known(Head head, BsonDocument filter, Map<ActivityId, KnownActivity> found) {
        activities
                .collection()
                .find(filter)
                .projection(Filter.fields(ActivityDocument.KNOWN))
                .batchSize(BATCH)
                .forEach(document -> {
                    if (head.owns(document)) {
                        KnownActivity activity = ActivityDocument.known(document);
                        found.put(activity.id(), activity);
                    }
                });
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        return Database.run(
                "read an activity",
                () -> journal.find(
                        athlete.value(),
                        activities,
                        ActivityDocument.id(athlete, activity),
                        document -> ActivityDocument.read(document, journal.pieces())));
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return read("list activities", query.athlete(), head -> {
            BsonDocument filter = Table.ofLife(query.athlete().value(), head.generation());
            if (!query.includesDeleted()) {
                filter.append("deleted_at", Filter.absent());
            }
            query.only().ifPresent(id -> filter.append("activity_id", Values.number(id.value())));
            List<StoredActivity> rows = new ArrayList<>();
            ActivityQuery.Position position = query.position().orElse(null);
            Instant start = position == null ? null : position.startDate();
            if (position == null) {
                list(filter, head, query.limit(), rows);
            } else if (start == null) {
                BsonDocument behind = withoutStart(filter.append("activity_id", below(filter, position.id())));
                list(behind, head, query.limit(), rows);
            } else {
                list(behind(filter.clone(), start, position.id()), head, query.limit(), rows);
                if (rows.size() < query.limit()) {
                    list(withoutStart(filter), head, query.limit() - rows.size(), rows);
                }
            }
            return rows;
        });
    }

    /** What stands behind this place and has a start: a range of the index, less the few that began at the same instant. */
    private static BsonDocument behind(BsonDocument filter, Instant start, ActivityId id) {
        BsonInt64 at = Values.time(start);
        return filter.append("start_date", Filter.atMost(at))
                .append(
                        "$or",
                        Filter.array(List.of(
                                new BsonDocument("start_date", Filter.lessThan(at)),
                                new BsonDocument("activity_id", Filter.lessThan(Values.number(id.value()))))));
    }

    /** A smaller id; and no other than the wanted one, if there is one. */
    private static BsonDocument below(BsonDocument filter, ActivityId id) {
        BsonDocument below = Filter.lessThan(Values.number(id.value()));
        BsonValue only = filter.get("activity_id");
        return only == null ? below : below.append("$eq", only);
    }

    private static BsonDocument withoutStart(BsonDocument filter) {
        return filter.append("start_date", Filter.absent());
    }

    /**
     * Appends rows that the head owns. Nearly always its life has no others, and to let the server look at each costs more
     * than to look here, and to ask again if there are.
     */
    private void list(BsonDocument filter, Head head, int limit, List<StoredActivity> rows) {
        List<BsonDocument> found = list(filter, limit);
        if (!found.stream().allMatch(head::owns)) {
            found = list(new BsonDocument("$and", Filter.array(List.of(filter, head.committed()))), limit);
        }
        found.forEach(document -> rows.add(ActivityDocument.read(document, journal.pieces())));
    }

    private List<BsonDocument> list(BsonDocument filter, int limit) {
        FindIterable<BsonDocument> found = activities
                .collection()
                .find(filter)
                .sort(NEWEST_FIRST)
                .limit(limit)
                .batchSize(Math.min(limit, BATCH));
        if (queryableJson) {
            // Some servers write each document anew to leave it out, so only where there is one.
            found.projection(Filter.without("json"));
        }
        return found.into(new ArrayList<>());
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        if (limit == 0) {
            return List.of();
        }
        return Database.run("list the athletes that are due", () -> {
            // A server may come across a head twice that is moved within the index meanwhile. What is pending is not
            // completed here: when the athlete is due is committed.
            Set<AthleteId> due = new LinkedHashSet<>();
            journal.heads()
                    .find(new BsonDocument("next_due_at", Filter.atMost(Values.time(now))))
                    .projection(Filter.fields("_id"))
                    .sort(LONGEST_DUE)
                    .limit(limit)
                    .batchSize(Math.min(limit, BATCH))
                    .forEach(head -> due.add(AthleteId.of(Values.longOf(head, "_id"))));
            return List.copyOf(due);
        });
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        return read("read the quarantine", athlete, head -> {
            List<QuarantinedActivity> entries = new ArrayList<>();
            quarantine
                    .collection()
                    .find(Table.ofLife(athlete.value(), head.generation()).append("released", Filter.absent()))
                    .forEach(document -> entries.add(QuarantineDocument.read(athlete, document, journal.pieces())));
            // Here, because the server sorts no more than fits into its memory.
            entries.sort(Comparator.comparing(QuarantinedActivity::observedAt)
                    .thenComparing(entry -> entry.contentHash().hex()));
            return entries;
        });
    }

    @Override
    public void purge(AthleteId athlete) {
        Database.run("purge an athlete", () -> {
            journal.purge(athlete.value());
            return true;
        });
    }

    private <T> List<T> read(String action, AthleteId athlete, Function<Head, List<T>> rows) {
        return Database.run(action, () -> journal.read(athlete.value(), List.of(), rows));
    }

    /** A commit, as the journal writes it. */
    private final class Page implements Journal.Page {

        private final SyncCommit commit;

        Page(SyncCommit commit) {
            this.commit = commit;
        }

        @Override
        public boolean follows(long version) {
            return version == commit.expectedVersion();
        }

        @Override
        public long next(long version) {
            return commit.next().version();
        }

        @Override
        public int size() {
            return commit.changed().size();
        }

        @Override
        public BsonDocument state() {
            return StateDocument.write(commit.next());
        }

        @Override
        public List<Row> rows(Mark mark, Pieces.Batch pieces) {
            LargeText text = new LargeText(journal.pieces(), pieces, queryableJson);
            List<Row> rows = new ArrayList<>();
            for (StoredActivity activity : commit.changed()) {
                rows.add(Row.of(ACTIVITIES, ActivityDocument.write(activity, mark, text)));
            }
            Set<ContentHash> kept = new HashSet<>();
            for (QuarantinedActivity entry : commit.quarantined()) {
                kept.add(entry.contentHash());
                rows.add(Row.of(QUARANTINE, QuarantineDocument.write(entry, mark, text)));
            }
            for (ContentHash hash : new LinkedHashSet<>(commit.released())) {
                if (!kept.contains(hash)) {
                    rows.add(Row.of(QUARANTINE, QuarantineDocument.released(commit.athlete(), hash, mark)));
                }
            }
            return rows;
        }
    }
}
