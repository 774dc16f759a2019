package io.stravaai.benchmarks;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** The measured side of {@link SyncBenchmark}, in a process of its own. */
final class SyncBenchmarkClient {

    private static final AthleteId ATHLETE = AthleteId.of(1);

    private final String apiUrl;
    private final int activities;

    private SyncBenchmarkClient(String apiUrl, int activities) {
        this.apiUrl = apiUrl;
        this.activities = activities;
    }

    public static void main(String[] args) throws Exception {
        String name = args[0];
        SyncBenchmarkClient client = new SyncBenchmarkClient(args[1], Integer.parseInt(args[2]));
        int runs = Integer.parseInt(args[3]);
        String jdbcUrl = args[4];
        List<Double> floors = new ArrayList<>();
        List<Double> syncs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        // The first round warms up and does not count.
        for (int run = 0; run <= runs; run++) {
            double floor = client.measure(jdbcUrl, "floor" + run, client::floor);
            double sync = client.measure(jdbcUrl, "sync" + run, client::sync);
            if (run > 0) {
                floors.add(floor);
                syncs.add(sync);
                ratios.add(sync / floor);
            }
        }
        System.out.printf(
                "%-10s  sync %,8.0f activities/s   floor %,8.0f activities/s   ratio %.2f  (median of %d; ratio %.2f to %.2f)%n",
                name,
                median(syncs),
                median(floors),
                median(ratios),
                runs,
                Collections.min(ratios),
                Collections.max(ratios));
    }

    private interface Work {
        void run(DataSource dataSource) throws SQLException;
    }

    /** Activities a second, into an empty database. */
    private double measure(String jdbcUrl, String run, Work work) throws SQLException {
        HikariConfig config = new HikariConfig();
        if (jdbcUrl.startsWith("jdbc:sqlite:")) {
            config.setJdbcUrl(jdbcUrl + "-" + run + ".db");
        } else {
            config.setJdbcUrl(jdbcUrl);
            config.setSchema(run);
        }
        config.setMaximumPoolSize(2);
        try (HikariDataSource dataSource = new HikariDataSource(config)) {
            if (!jdbcUrl.startsWith("jdbc:sqlite:")) {
                execute(dataSource, "create schema " + run);
            }
            JdbcSchema.create(dataSource);
            long started = System.nanoTime();
            work.run(dataSource);
            return activities / ((System.nanoTime() - started) / 1e9);
        }
    }

    private void sync(DataSource dataSource) {
        JdbcStores stores = JdbcStores.open(dataSource);
        TokenStore tokens = InMemoryStores.tokens();
        tokens.put(ATHLETE, TokenGrant.of("access", "refresh", Instant.MAX, Set.of(Scope.ACTIVITY_READ_ALL)));
        try (StravaClient client = StravaClient.builder()
                .credentials(ClientCredentials.of("1", "secret"))
                .tokenStore(tokens)
                .quotaLedger(stores.quotaLedger())
                .apiUrl(URI.create(apiUrl))
                .build()) {
            SyncReport report = SyncEngine.builder()
                    .client(client)
                    .store(stores.activities())
                    .build()
                    .sync(ATHLETE, SyncOptions.defaults().withLane(Lane.INTERACTIVE));
            requireAll(report.inserted());
        }
    }

    /** What nobody can do without: get each page, parse it, insert it. Nothing is compared, kept byte for byte, or resumed. */
    private void floor(DataSource dataSource) throws SQLException {
        OkHttpClient http = new OkHttpClient();
        JsonAdapter<Object> adapter = new Moshi.Builder().build().adapter(Object.class);
        execute(
                dataSource,
                "create table floor (id bigint primary key, start_date text, name text, sport_type text, distance float, "
                        + "moving_time float, raw text)");
        int inserted = 0;
        for (int page = 1; inserted < activities; page++) {
            List<?> rows = (List<?>) get(http, adapter, page);
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into floor values (?, ?, ?, ?, ?, ?, ?)")) {
                connection.setAutoCommit(false);
                for (Object row : rows) {
                    Map<?, ?> activity = (Map<?, ?>) row;
                    insert.setLong(1, ((Number) Objects.requireNonNull(activity.get("id"))).longValue());
                    insert.setString(2, (String) activity.get("start_date"));
                    insert.setString(3, (String) activity.get("name"));
                    insert.setString(4, (String) activity.get("sport_type"));
                    insert.setObject(5, activity.get("distance"));
                    insert.setObject(6, activity.get("moving_time"));
                    insert.setString(7, adapter.toJson(activity));
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
            }
            inserted += rows.size();
        }
        requireAll(inserted);
    }

    private Object get(OkHttpClient http, JsonAdapter<Object> adapter, int page) {
        Request request = new Request.Builder()
                .url(apiUrl + "/athlete/activities?per_page=200&page=" + page)
                .build();
        try (Response response = http.newCall(request).execute()) {
            Object rows = adapter.fromJson(response.body().source());
            if (rows == null) {
                throw new IllegalStateException("No page " + page);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireAll(int count) {
        if (count != activities) {
            throw new IllegalStateException("Expected " + activities + " activities, but got " + count);
        }
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
