package io.stravaai.it;

import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.auth.TokenStore;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * The stores on a database that has its tables, as an application has them: on a server through a pool.
 *
 * @param closes ends the connections
 */
record OpenStores(ActivityStore activities, TokenStore tokens, Runnable closes) implements AutoCloseable {

    /** What a URL begins with whose connections are to ignore transactions, so that a test has something to find. */
    static final String TORN = "torn:";

    /** Creates the tables, in an empty database. */
    static void create(String url) {
        JdbcSchema.create(Databases.dataSource(url));
    }

    /** Opens what {@link ServerUnderTest#url()} says. */
    static OpenStores open(String url) {
        if (url.startsWith(TORN)) {
            DataSource whole = Databases.dataSource(url.substring(TORN.length()));
            return of(JdbcStores.open(torn(whole)), () -> {});
        }
        if (url.startsWith("jdbc:sqlite:")) {
            return of(JdbcStores.open(Databases.dataSource(url)), () -> {});
        }
        HikariDataSource pool = pool(url);
        return of(JdbcStores.open(pool), pool::close);
    }

    /** As {@link #open}, for one thread, and on one connection. */
    static OpenStores openOnOneConnection(String url) {
        OneConnection connection = new OneConnection(Databases.dataSource(url));
        return of(JdbcStores.open(connection.dataSource()), connection::close);
    }

    private static OpenStores of(JdbcStores stores, Runnable closes) {
        return new OpenStores(stores.activities(), stores.tokens(), closes);
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(2);
        // The test waits for it whenever the server is down.
        pool.setConnectionTimeout(1000);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private static DataSource torn(DataSource whole) {
        return OneConnection.proxy(DataSource.class, (method, arguments) -> {
            Object result = method.invoke(whole, arguments);
            return result instanceof Connection connection ? torn(connection) : result;
        });
    }

    private static Connection torn(Connection whole) {
        return OneConnection.proxy(Connection.class, (method, arguments) -> switch (method.getName()) {
            case "setAutoCommit", "commit", "rollback" -> null;
            default -> method.invoke(whole, arguments);
        });
    }

    @Override
    public void close() {
        closes.run();
    }
}
