package io.stravaai.benchmarks.analytics;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.benchmarks.History;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Twenty years of one athlete in SQLite, in a folder of its own that goes when this is closed. */
final class StoredHistory implements AutoCloseable {

    static final AthleteId ATHLETE = AthleteId.of(1);

    /** The day after the last activity. */
    static final LocalDate TODAY = LocalDate.of(2026, 1, 2);

    private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAGE = 1_000;

    private final Path folder;
    private final HikariDataSource dataSource;
    private final ActivityStore store;
    private final ResourceStore resources;
    private long added;

    /** So many activities. */
    StoredHistory(int activities) throws IOException {
        this.folder = Files.createTempDirectory("stravaai-benchmark");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("history"));
        config.setMaximumPoolSize(2);
        this.dataSource = new HikariDataSource(config);
        JdbcSchema.create(dataSource);
        this.store = JdbcStores.open(dataSource).activities();
        this.resources = JdbcStores.open(dataSource).resources();
        List<byte[]> rows = History.rows(activities);
        for (int from = 0; from < rows.size(); from += PAGE) {
            byte[] page = History.page(rows.subList(from, Math.min(rows.size(), from + PAGE)))
                    .toByteArray();
            commit(store, StravaJson.readList(page, SummaryActivity.class));
        }
    }

    ActivityStore store() {
        return store;
    }

    ResourceStore resources() {
        return resources;
    }

    /** One run more, today, by way of this store. */
    void append(ActivityStore store) {
        added++;
        commit(
                store,
                List.of(StravaJson.read(
                        "{\"id\":" + (9_000_000_000_000L + added) + ",\"sport_type\":\"Run\",\"start_date\":\"" + TODAY
                                + "T08:00:00Z\",\"start_date_local\":\"" + TODAY
                                + "T08:00:00Z\",\"distance\":10000,\"moving_time\":3000,\"average_heartrate\":150}",
                        SummaryActivity.class)));
    }

    static void commit(ActivityStore store, List<SummaryActivity> activities) {
        SyncState state = store.syncState(ATHLETE).orElse(SyncState.initial(ATHLETE));
        List<StoredActivity> rows = activities.stream()
                .map(activity -> StoredActivity.of(ATHLETE, activity, SEEN))
                .toList();
        if (store.commit(SyncCommit.of(state.next().build(), rows, List.of(), List.of())) != CommitResult.COMMITTED) {
            throw new IllegalStateException("Somebody else has written");
        }
    }

    /** All rows, page after page. */
    List<StoredActivity> read() {
        List<StoredActivity> rows = new ArrayList<>();
        ActivityQuery query = ActivityQuery.of(ATHLETE).limit(PAGE);
        while (true) {
            List<StoredActivity> page = store.list(query);
            rows.addAll(page);
            if (page.size() < PAGE) {
                return rows;
            }
            query = query.after(page.get(page.size() - 1));
        }
    }

    @Override
    public void close() throws IOException {
        dataSource.close();
        List<Path> files;
        try (Stream<Path> content = Files.list(folder)) {
            files = content.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
