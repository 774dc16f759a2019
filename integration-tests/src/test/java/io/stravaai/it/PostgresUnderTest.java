package io.stravaai.it;

import io.stravaai.time.Sleeper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server with its own data directory, durable as PostgreSQL is by default. */
final class PostgresUnderTest implements ServerUnderTest {

    private static final long PATIENCE_SECONDS = 60;

    private final Path log;
    private final int port;
    private final List<String> command;
    /** The one that runs, or ran last. */
    private Process postmaster;

    private PostgresUnderTest(Path log, int port, List<String> command) throws IOException {
        this.log = log;
        this.port = port;
        this.command = command;
        this.postmaster = launch();
    }

    /**
     * Starts one.
     *
     * @param data where it keeps what it stores; absent, or empty
     * @param log the file that it writes its log to
     * @param settings such as {@code synchronous_commit=off}
     */
    static PostgresUnderTest start(Path data, Path log, String... settings) {
        try {
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
            for (String setting : settings) {
                command.addAll(List.of("-c", setting));
            }
            PostgresUnderTest server = new PostgresUnderTest(log, port, command);
            try {
                server.awaitAnswer();
            } catch (Error e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was started last, with its arguments in quotation marks. */
    private static String program(Path data) throws IOException {
        String options = Files.readString(data.resolve("postmaster.opts"), StandardCharsets.UTF_8);
        return options.substring(0, options.indexOf(" \""));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String url() {
        return url(port);
    }

    @Override
    public String url(int other) {
        return "jdbc:postgresql://localhost:" + other + "/postgres?user=postgres";
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + "&socketTimeout=" + seconds + "&options=-c%20idle_in_transaction_session_timeout=" + seconds + "s";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void kill() {
        if (!postmaster.isAlive()) {
            return;
        }
        // So that it starts no other process meanwhile, nor notices that they die.
        signal("STOP");
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.add(postmaster.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(PostgresUnderTest::awaitEnd);
    }

    @Override
    public void start() {
        if (!postmaster.isAlive()) {
            try {
                postmaster = launch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        awaitAnswer();
    }

    @Override
    public void stop() {
        // Its fast shutdown. Java could only send SIGTERM, which waits for the clients to leave.
        signal("INT");
        awaitEnd(postmaster.toHandle());
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        SQLException last = null;
        while (System.nanoTime() < deadline) {
            try (Connection connection = Databases.dataSource(url()).getConnection()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
            }
            if (!postmaster.isAlive()) {
                break;
            }
            pause();
        }
        throw new AssertionError(
                "The server " + (postmaster.isAlive() ? "does not answer" : "ended with " + postmaster.exitValue())
                        + ", its log:\n" + log(),
                last);
    }

    private static void pause() {
        try {
            Sleeper.SYSTEM.sleep(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "not to be had: " + e;
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Process " + process.pid() + " did not end", e);
        }
    }
}
