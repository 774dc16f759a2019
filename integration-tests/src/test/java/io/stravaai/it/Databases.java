package io.stravaai.it;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;
import org.sqlite.util.LibraryLoaderUtil;

/** Real databases for tests: a SQLite file, or a database of a PostgreSQL server that lives as long as the JVM. */
enum Databases {
    SQLITE {
        @Override
        String newUrl(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("it.db");
        }
    },
    POSTGRESQL {
        @Override
        String newUrl(Path folder) {
            String name = "it" + COUNT.incrementAndGet();
            try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.INSTANCE.getJdbcUrl("postgres", name);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** The JDBC URL of a new, empty database. */
    abstract String newUrl(Path folder);

    static DataSource dataSource(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            SQLiteDataSource dataSource = new SQLiteDataSource();
            dataSource.setUrl(url);
            return dataSource;
        }
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setUrl(url);
            return dataSource;
        }
        if (url.startsWith("jdbc:mysql:")) {
            MysqlDataSource dataSource = new MysqlDataSource();
            dataSource.setUrl(url);
            return dataSource;
        }
        if (url.startsWith("jdbc:mariadb:")) {
            try {
                return new MariaDbDataSource(url);
            } catch (SQLException e) {
                throw new IllegalArgumentException(e);
            }
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    /** Connections as an application has them. */
    static DataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource(url));
        pool.setMinimumIdle(1);
        return pool;
    }

    /** The stores in an empty database, with their tables. */
    static JdbcStores newStores(String url) {
        DataSource dataSource = dataSource(url);
        JdbcSchema.create(dataSource);
        return JdbcStores.open(dataSource);
    }

    /** Waits until a server has noticed that its clients are no more, and has finished what they had begun. */
    static void awaitNobodyElse(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (Connection connection = dataSource(url).getConnection();
                PreparedStatement others = connection.prepareStatement("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()"
                        + " and backend_type = 'client backend'")) {
            int count;
            do {
                try (ResultSet row = others.executeQuery()) {
                    row.next();
                    count = row.getInt(1);
                }
            } while (count > 0 && System.nanoTime() < deadline);
            if (count > 0) {
                throw new AssertionError(count + " connections have been at work on " + url + " for a minute");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What JVMs that will be killed are started with: each would unpack SQLite's native library for itself, and leave it
     * behind.
     */
    static List<String> optionsOfChildren() {
        return NativeLibrary.OPTIONS;
    }

    private static final class NativeLibrary {

        static final List<String> OPTIONS = unpack();

        private static List<String> unpack() {
            String name = LibraryLoaderUtil.getNativeLibName();
            String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
            try (InputStream library = SQLiteDataSource.class.getResourceAsStream(resource)) {
                Path folder = Files.createTempDirectory("sqlite");
                Path file = folder.resolve(name);
                // The last that is registered goes first.
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                Files.copy(Objects.requireNonNull(library, resource), file);
                return List.of("-Dorg.sqlite.lib.path=" + folder, "-Dorg.sqlite.lib.name=" + name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Server {

        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        postgres.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
