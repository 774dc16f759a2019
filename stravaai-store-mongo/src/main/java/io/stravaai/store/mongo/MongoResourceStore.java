package io.stravaai.store.mongo;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredResource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** The collections stravaai_resource_head and stravaai_resource. */
final class MongoResourceStore implements ResourceStore {

    /** What a command can name without becoming too large. */
    private static final int IDS = 10_000;

    private static final int BATCH = 1000;

    private static final BsonDocument NEWEST_FIRST = new BsonDocument("start_date", new BsonInt32(-1))
            .append("activity_id", new BsonInt32(-1))
            .append("resource", new BsonInt32(1));

    private static final FindOneAndUpdateOptions BEFORE =
            new FindOneAndUpdateOptions().projection(Filter.fields("pieces")).returnDocument(ReturnDocument.BEFORE);

    private final Table resources;
    private final Journal journal;
    private final boolean queryableJson;

    /** Random versions do not come back when a row is deleted and written again, and need no counter that outlives it. */
    private final SecureRandom random = new SecureRandom();

    MongoResourceStore(Database database, boolean queryableJson, Sizes sizes) {
        // What is queued leaves the JSON as it is.
        this.resources = new Table(database, "stravaai_resource", false);
        this.journal =
                new Journal(database, "stravaai_resource_head", "stravaai_resource_piece", sizes, List.of(resources));
        this.queryableJson = queryableJson;
    }

    @Override
    public Optional<StoredResource> find(AthleteId athlete, ActivityId activity, ActivityResource resource) {
        return Database.run(
                "read a resource",
                () -> journal.find(
                        athlete.value(),
                        resources,
                        id(athlete, activity, resource),
                        document -> read(document, json(document))));
    }

    private @Nullable String json(BsonDocument document) {
        return Values.has(document, "raw_json") || Values.has(document, "pieces")
                ? LargeText.read(document, journal.pieces())
                : null;
    }

    @Override
    public Set<ActivityId> missing(AthleteId athlete, ActivityResource resource, Collection<ActivityId> activities) {
        Set<ActivityId> asked = new LinkedHashSet<>(activities);
        if (asked.isEmpty()) {
            return asked;
        }
        List<BsonInt64> ids =
                asked.stream().map(id -> Values.number(id.value())).toList();
        Set<ActivityId> present = Database.run(
                "look for resources",
                () -> journal.read(athlete.value(), Set.of(), head -> {
                    Set<ActivityId> found = new HashSet<>();
                    for (int start = 0; start < ids.size(); start += IDS) {
                        resources
                                .collection()
                                .find(Table.ofLife(athlete.value(), head.generation())
                                        .append("resource", Values.text(resource.name()))
                                        .append(
                                                "activity_id",
                                                Filter.among(ids.subList(start, Math.min(ids.size(), start + IDS)))))
                                .projection(Filter.fields("activity_id").append("_id", new BsonInt32(0)))
                                .batchSize(BATCH)
                                .forEach(row -> found.add(ActivityId.of(Values.longOf(row, "activity_id"))));
                    }
                    return found;
                }));
        asked.removeAll(present);
        return asked;
    }

    @Override
    public void enqueue(Collection<StoredResource> queued) {
        Map<AthleteId, List<StoredResource>> byAthlete = new LinkedHashMap<>();
        for (StoredResource row : queued) {
            byAthlete
                    .computeIfAbsent(row.athlete(), athlete -> new ArrayList<>())
                    .add(row);
        }
        Database.run("queue resources", () -> {
            byAthlete.forEach((athlete, rows) -> journal.commit(athlete.value(), new Page(rows)));
            return true;
        });
    }

    @Override
    public boolean replace(StoredResource next) {
        return Database.run("replace a resource", () -> {
            String json = next.rawJson().orElse(null);
            BsonDocument expected = Filter.id(id(next.athlete(), next.activity(), next.resource()))
                    .append("version", Values.number(next.version()));
            BsonDocument set = fields(next);
            if (json == null) {
                return replace(expected, set);
            }
            BsonDocument content = new BsonDocument("raw_json", BsonNull.VALUE)
                    .append("pieces", BsonNull.VALUE)
                    .append("json", BsonNull.VALUE)
                    .append("observed_at", Values.timeOrNull(next.observedAt().orElse(null)));
            Pieces.Batch batch = batch(next, expected, json);
            if (batch == null) {
                return false;
            }
            new LargeText(journal.pieces(), batch, queryableJson).write(content, json);
            set.putAll(content);
            boolean replaced = replace(expected, set);
            if (!replaced && !refersTo(next, content)) {
                batch.discard();
            }
            return replaced;
        });
    }

    /** Whether the row has this content's pieces: the driver may have sent it twice, and somebody else wrote in between. */
    private boolean refersTo(StoredResource row, BsonDocument content) {
        return Values.has(content, "pieces")
                && resources
                                .collection()
                                .find(Filter.id(id(row.athlete(), row.activity(), row.resource()))
                                        .append(
                                                "pieces.key",
                                                content.getDocument("pieces").get("key")))
                                .projection(Filter.fields("_id"))
                                .first()
                        != null;
    }

    /** What the JSON's pieces belong to, if it needs any; null if the row has another version or is gone. */
    private Pieces.@Nullable Batch batch(StoredResource next, BsonDocument expected, String json) {
        if (LargeText.fits(journal.pieces(), json)) {
            return journal.pieces().batch(next.athlete().value(), 0);
        }
        BsonDocument row = resources
                .collection()
                .find(expected)
                .projection(Filter.fields("generation"))
                .first();
        return row == null ? null : journal.pieces().batch(next.athlete().value(), Values.longOf(row, "generation"));
    }

    private boolean replace(BsonDocument expected, BsonDocument set) {
        BsonDocument before = resources.collection().findOneAndUpdate(expected, Filter.set(set), BEFORE);
        if (before == null) {
            // The driver may have sent it twice, and the first answer was lost.
            BsonDocument mine = new BsonDocument("_id", expected.get("_id")).append("version", set.get("version"));
            return resources
                            .collection()
                            .find(mine)
                            .projection(Filter.fields("_id"))
                            .first()
                    != null;
        }
        if (set.containsKey("pieces") && Values.has(before, "pieces")) {
            journal.pieces().remove(List.of(before.getDocument("pieces")));
        }
        return true;
    }

    @Override
    public List<StoredResource> due(ResourceQuery query) {
        if (query.resources().isEmpty()) {
            return List.of();
        }
        BsonDocument reached = new BsonDocument("not_before", Filter.atMost(Values.time(query.now())));
        List<BsonDocument> either = new ArrayList<>(List.of(reached));
        query.version()
                .ifPresent(version -> either.add(new BsonDocument("status", Values.text(ResourceStatus.FAILED.name()))
                        .append("tried_by", Filter.noneOf(List.of(Values.label(version), BsonNull.VALUE)))));
        List<BsonString> wanted = query.resources().stream()
                .map(resource -> Values.text(resource.name()))
                .toList();
        return Database.run(
                "list the resources that are due",
                () -> journal.read(query.athlete().value(), List.of(), head -> {
                    List<StoredResource> due = new ArrayList<>();
                    resources
                            .collection()
                            .find(Table.ofLife(query.athlete().value(), head.generation())
                                    .append("waits", BsonBoolean.TRUE)
                                    .append("resource", Filter.among(wanted))
                                    .append("$or", Filter.array(either)))
                            .projection(Filter.without(LargeText.FIELDS))
                            .sort(NEWEST_FIRST)
                            .limit(query.limit())
                            .batchSize(Math.min(query.limit(), BATCH))
                            .forEach(document -> due.add(read(document, null)));
                    return due;
                }));
    }

    @Override
    public Map<ActivityResource, Map<ResourceStatus, Integer>> counts(AthleteId athlete) {
        BsonDocument key =
                new BsonDocument("resource", new BsonString("$resource")).append("status", new BsonString("$status"));
        BsonDocument group = new BsonDocument("_id", key).append("total", new BsonDocument("$sum", new BsonInt32(1)));
        return Database.run(
                "count resources",
                () -> journal.read(athlete.value(), Map.of(), head -> {
                    Map<ActivityResource, Map<ResourceStatus, Integer>> counts = new EnumMap<>(ActivityResource.class);
                    List<BsonDocument> pipeline = List.of(
                            new BsonDocument("$match", Table.ofLife(athlete.value(), head.generation())),
                            new BsonDocument("$group", group));
                    resources.collection().aggregate(pipeline).forEach(count -> {
                        BsonDocument of = count.getDocument("_id");
                        counts.computeIfAbsent(
                                        ActivityResource.valueOf(Values.textOf(of, "resource")),
                                        resource -> new EnumMap<>(ResourceStatus.class))
                                .put(ResourceStatus.valueOf(Values.textOf(of, "status")), Values.intOf(count, "total"));
                    });
                    return counts;
                }));
    }

    @Override
    public void purge(AthleteId athlete) {
        Database.run("purge an athlete's resources", () -> {
            journal.purge(athlete.value());
            return true;
        });
    }

    private static BsonDocument id(AthleteId athlete, ActivityId activity, ActivityResource resource) {
        return new BsonDocument("athlete", Values.number(athlete.value()))
                .append("activity", Values.number(activity.value()))
                .append("resource", Values.text(resource.name()));
    }

    /** All fields between the key and the content, with a version of this write. */
    private BsonDocument fields(StoredResource row) {
        return new BsonDocument("version", Values.number(random.nextLong(1, Long.MAX_VALUE)))
                .append("status", Values.text(row.status().name()))
                .append("waits", BsonBoolean.valueOf(row.status().isPending()))
                .append("not_before", Values.timeOrNull(row.notBefore().orElse(null)))
                .append("attempts", Values.number(row.attempts()))
                .append("queued_at", Values.time(row.queuedAt()))
                .append("start_date", Values.timeOrNull(row.startDate().orElse(null)))
                .append("tried_by", Values.label(row.triedBy().orElse(null)))
                .append("failure", Values.label(row.failure().orElse(null)));
    }

    private static StoredResource read(BsonDocument row, @Nullable String json) {
        return StoredResource.builder(
                        AthleteId.of(Values.longOf(row, "athlete_id")),
                        ActivityId.of(Values.longOf(row, "activity_id")),
                        ActivityResource.valueOf(Values.textOf(row, "resource")),
                        Values.timeOf(row, "queued_at"))
                .version(Values.longOf(row, "version"))
                .status(ResourceStatus.valueOf(Values.textOf(row, "status")), Values.timeOrNullOf(row, "not_before"))
                .attempts(
                        Values.intOf(row, "attempts"),
                        Values.textOrNullOf(row, "tried_by"),
                        Values.textOrNullOf(row, "failure"))
                .startDate(Values.timeOrNullOf(row, "start_date"))
                .content(json, Values.timeOrNullOf(row, "observed_at"))
                .build();
    }

    /** Rows of one athlete that are queued. */
    private final class Page implements Journal.Page {

        private final List<StoredResource> queued;

        Page(List<StoredResource> queued) {
            this.queued = queued;
        }

        @Override
        public boolean follows(long version) {
            return true;
        }

        @Override
        public long next(long version) {
            return version + 1;
        }

        @Override
        public int size() {
            return queued.size();
        }

        @Override
        public BsonDocument state() {
            return new BsonDocument();
        }

        @Override
        public List<Row> rows(Mark mark, Pieces.Batch pieces) {
            List<Row> rows = new ArrayList<>();
            for (StoredResource row : queued) {
                BsonDocument document = new BsonDocument("_id", id(row.athlete(), row.activity(), row.resource()))
                        .append("athlete_id", Values.number(row.athlete().value()))
                        .append("activity_id", Values.number(row.activity().value()))
                        .append("resource", Values.text(row.resource().name()))
                        .append("generation", Values.number(mark.generation()))
                        .append("stamp", Values.number(mark.stamp()));
                document.putAll(fields(row));
                rows.add(Row.of(0, document));
            }
            return rows;
        }
    }
}
