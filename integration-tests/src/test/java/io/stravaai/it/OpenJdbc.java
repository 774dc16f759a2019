package io.stravaai.it;

import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** {@link OpenStores} by JDBC, through a pool. */
final class OpenJdbc {

    private OpenJdbc() {}

    static void create(String url) {
        JdbcSchema.create(Databases.dataSource(url));
    }

    /** Throws if the server does not answer at once. */
    static void ask(String url) {
        try (Connection connection = Databases.dataSource(url).getConnection()) {
            if (!connection.isValid(1)) {
                throw new IllegalStateException("It did not answer within a second");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static OpenStores open(String url, boolean torn) {
        if (torn) {
            return of(JdbcStores.open(torn(Databases.dataSource(url))), () -> {});
        }
        HikariDataSource pool = pool(url);
        return of(JdbcStores.open(pool), pool::close);
    }

    static OpenStores openOnOneConnection(String url) {
        OneConnection connection = new OneConnection(Databases.dataSource(url));
        return of(JdbcStores.open(connection.dataSource()), connection::close);
    }

    private static OpenStores of(JdbcStores stores, Runnable closes) {
        return new OpenStores(stores.activities(), stores.tokens(), closes);
    }

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(Databases.dataSource(url));
        pool.setMaximumPoolSize(2);
        // The test waits for it whenever the server is down.
        pool.setConnectionTimeout(3000);
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
}
