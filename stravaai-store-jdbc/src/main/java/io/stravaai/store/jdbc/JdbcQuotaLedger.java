package io.stravaai.store.jdbc;

import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table stravaai_quota. */
final class JdbcQuotaLedger implements QuotaLedger {

    static final RowShape QUOTA = new RowShape("stravaai_quota", values(), List.of("client_id"));

    private static final String FIND = "SELECT " + QUOTA.columnList() + " FROM stravaai_quota WHERE client_id = ?";

    private final Database database;

    JdbcQuotaLedger(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Entry> find(String clientId) {
        return database.read("read the quota", session -> {
            try (Query query = session.query(FIND)) {
                return query.text("client_id", clientId).first(row -> read(row, session.times()));
            }
        });
    }

    @Override
    public boolean replace(String clientId, long expectedVersion, QuotaState next) {
        Database.Binder<QuotaState> binder = (query, state) -> bind(query, clientId, expectedVersion + 1, state);
        return database.write(
                "write the quota",
                session -> expectedVersion == 0
                        ? session.insertNew(QUOTA, next, binder)
                        : session.updateOfVersion(QUOTA, next, binder, expectedVersion));
    }

    private static void bind(Query query, String clientId, long version, QuotaState state) throws SQLException {
        query.number(version)
                .instant(state.windowStart(QuotaWindow.QUARTER_HOUR))
                .instant(state.windowStart(QuotaWindow.DAY))
                .instant(state.blockedUntil().orElse(null));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                query.number(state.limit(bucket, window))
                        .number(state.used(bucket, window))
                        .number(state.usedNext(bucket, window));
            }
        }
        query.text("client_id", clientId);
    }

    private static Entry read(ResultSet row, Times times) throws SQLException {
        Instant quarterHourStart = times.requireInstant(row, "quarter_hour_start");
        QuotaState state = QuotaState.initial(quarterHourStart)
                .withWindowStart(QuotaWindow.QUARTER_HOUR, quarterHourStart)
                .withWindowStart(QuotaWindow.DAY, times.requireInstant(row, "day_start"))
                .withBlockedUntil(times.getInstant(row, "blocked_until"));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                state = state.withLimit(bucket, window, row.getInt(cell + "_limit"))
                        .withUsed(bucket, window, row.getInt(cell + "_used"))
                        .withUsedNext(bucket, window, row.getInt(cell + "_used_next"));
            }
        }
        return new Entry(row.getLong("version"), state);
    }

    private static List<String> values() {
        List<String> columns = new ArrayList<>(List.of("version", "quarter_hour_start", "day_start", "blocked_until"));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                columns.addAll(List.of(cell + "_limit", cell + "_used", cell + "_used_next"));
            }
        }
        return List.copyOf(columns);
    }

    private static String cell(QuotaBucket bucket, QuotaWindow window) {
        return (bucket + "_" + window).toLowerCase(Locale.ROOT);
    }
}
