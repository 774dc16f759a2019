package io.stravaai.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL server with its own data directory, durable as PostgreSQL is by default. */
final class PostgresUnderTest extends SqlServerProcess {

    private PostgresUnderTest(List<String> command, Path log, int port) {
        // Its fast shutdown. SIGTERM would wait for the clients to leave.
        super(command, log, port, "INT");
    }

    /** @param settings such as {@code synchronous_commit=off} */
    static PostgresUnderTest in(Path folder, List<String> settings) {
        try {
            Path data = folder.resolve("data");
            // It unpacks the server and knows how to create the files, but lets nobody kill what it started.
            EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .start()
                    .close();
            int port = freePort();
            List<String> command = new ArrayList<>();
            if (System.getProperty("user.name").equals("root")) {
                // PostgreSQL refuses to run as root.
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(program(data), "-D", data.toString(), "-p", Integer.toString(port)));
            settings.forEach(setting -> command.addAll(List.of("-c", setting)));
            return new PostgresUnderTest(command, folder.resolve("server.log"), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was started last, with its arguments in quotation marks. */
    private static String program(Path data) throws IOException {
        String options = Files.readString(data.resolve("postmaster.opts"), StandardCharsets.UTF_8);
        return options.substring(0, options.indexOf(" \""));
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres";
    }

    @Override
    String firstDatabase() {
        return "postgres";
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + "&socketTimeout=" + seconds + "&options=-c%20idle_in_transaction_session_timeout=" + seconds + "s";
    }
}
