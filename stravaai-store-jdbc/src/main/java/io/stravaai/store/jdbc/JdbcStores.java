package io.stravaai.store.jdbc;

import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import javax.sql.DataSource;

/**
 * The stores on one database. Thread-safe, as are the stores; they hold no connection between calls, so nothing has to
 * be closed.
 *
 * <p>Each call takes one connection and commits on it before it returns. So pass a DataSource that knows nothing of the
 * application's own transactions; whether its connections commit by themselves does not matter. A statement may take
 * a minute; on SQLite it waits ten seconds for another process, and how long it runs is not limited. On SQLite the default
 * {@code synchronous=FULL} keeps commits through a loss of power. On MySQL and MariaDB {@code max_allowed_packet} limits
 * how large an activity's JSON may be. H2 is for tests and trials: it can lose commits
 * when its process is killed, and its statements wait as long as its {@code LOCK_TIMEOUT} says.
 *
 * <p>Instants are kept to the microsecond, and as the nearest end of the years 1 to 9999. A name, sport or reason that
 * holds a NUL or half a surrogate pair is kept with U+FFFD in its place; the JSON is never changed.
 */
public final class JdbcStores {

    private final ActivityStore activities;
    private final ResourceStore resources;
    private final SyncHistory history;
    private final TokenStore tokens;
    private final QuotaLedger quotaLedger;

    private JdbcStores(Database database) {
        this.activities = new JdbcActivityStore(database);
        this.resources = new JdbcResourceStore(database);
        this.history = new JdbcSyncHistory(database);
        this.tokens = new JdbcTokenStore(database);
        this.quotaLedger = new JdbcQuotaLedger(database);
    }

    /**
     * The stores on a database that has the tables of {@link JdbcSchema}.
     *
     * @throws io.stravaai.error.SchemaException if a table, column, key or index is missing or of another version, a
     *     setting would change data, or the server is too old
     * @throws io.stravaai.error.StoreException if the database cannot be reached, or is read-only for its user
     * @throws IllegalArgumentException if it is none of {@link JdbcDialect}
     */
    public static JdbcStores open(DataSource dataSource) {
        return open(Database.open(dataSource));
    }

    /**
     * As {@link #open(DataSource)}, on a database of which the caller says what it is, because it calls itself otherwise.
     * Its version is not looked at.
     */
    public static JdbcStores open(DataSource dataSource, JdbcDialect dialect) {
        return open(Database.of(dataSource, dialect));
    }

    private static JdbcStores open(Database database) {
        SchemaCheck check = new SchemaCheck(database);
        check.complete();
        check.writable();
        return new JdbcStores(database);
    }

    public ActivityStore activities() {
        return activities;
    }

    public ResourceStore resources() {
        return resources;
    }

    public SyncHistory history() {
        return history;
    }

    public TokenStore tokens() {
        return tokens;
    }

    public QuotaLedger quotaLedger() {
        return quotaLedger;
    }
}
