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
import java.util.stream.Collectors;

/** The table stravaai_quota. */
final class JdbcQuotaLedger implements QuotaLedger {

    /** The columns after the key, in the order in which {@link #bind} gives them. */
    private static final List<String> VALUES = valueColumns();

    static final List<String> COLUMNS = columns();

    private static final String FIND =
            "SELECT " + String.join(", ", VALUES) + " FROM stravaai_quota WHERE client_id = ?";
    private static final String INSERT = "INSERT INTO stravaai_quota (" + String.join(", ", VALUES)
            + ", client_id) VALUES (" + "?, ".repeat(VALUES.size()) + "?) ON CONFLICT (client_id) DO NOTHING";
    private static final String UPDATE = "UPDATE stravaai_quota SET "
            + VALUES.stream().map(column -> column + " = ?").collect(Collectors.joining(", "))
            + " WHERE client_id = ? AND version = ?";

    private final Database database;

    JdbcQuotaLedger(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Entry> find(String clientId) {
        return database.statement("read the quota", session -> {
            try (Query query = session.query(FIND)) {
                return query.text("client_id", clientId).first(row -> read(row, session.dialect()));
            }
        });
    }

    @Override
    public boolean replace(String clientId, long expectedVersion, QuotaState next) {
        boolean first = expectedVersion == 0;
        return database.statement("write the quota", session -> {
            try (Query query = session.query(first ? INSERT : UPDATE)) {
                bind(query, expectedVersion + 1, next).text("client_id", clientId);
                if (!first) {
                    query.number(expectedVersion);
                }
                return query.update() == 1;
            }
        });
    }

    private static Query bind(Query query, long version, QuotaState state) throws SQLException {
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
        return query;
    }

    private static Entry read(ResultSet row, JdbcDialect dialect) throws SQLException {
        Instant quarterHourStart = dialect.requireInstant(row, "quarter_hour_start");
        QuotaState state = QuotaState.initial(quarterHourStart)
                .withWindowStart(QuotaWindow.QUARTER_HOUR, quarterHourStart)
                .withWindowStart(QuotaWindow.DAY, dialect.requireInstant(row, "day_start"))
                .withBlockedUntil(dialect.getInstant(row, "blocked_until"));
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

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(VALUES);
        columns.add("client_id");
        return List.copyOf(columns);
    }

    private static List<String> valueColumns() {
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
