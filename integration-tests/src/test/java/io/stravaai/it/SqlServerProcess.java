package io.stravaai.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of databases that are made by {@code CREATE DATABASE}. */
abstract class SqlServerProcess extends ServerProcess {

    private final AtomicInteger count = new AtomicInteger();

    SqlServerProcess(List<String> command, Path log, int port, String stopSignal) {
        super(command, log, port, stopSignal);
    }

    /** The JDBC URL of a database. */
    abstract String url(String database);

    /** The name of one that is always there. */
    abstract String firstDatabase();

    @Override
    public final String newUrl() {
        String name = "crash" + count.incrementAndGet();
        try (Connection connection = Databases.dataSource(url(firstDatabase())).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    @Override
    final void ask() {
        OpenJdbc.ask(url(firstDatabase()));
    }
}
