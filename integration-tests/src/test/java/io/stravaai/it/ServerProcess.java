package io.stravaai.it;

import io.stravaai.error.StoreException;
import io.stravaai.time.Sleeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A database server that is a process with its children, started by a command that ends when the server does. */
abstract class ServerProcess implements ServerUnderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final List<String> command;
    private final Path log;
    private final int port;
    private final String stopSignal;
    /** The one that runs, or ran last; null before the first. */
    private Process process;

    /**
     * @param log the file that its output goes to
     * @param stopSignal what makes it end without waiting for its clients
     */
    ServerProcess(List<String> command, Path log, int port, String stopSignal) {
        this.command = List.copyOf(command);
        this.log = log;
        this.port = port;
        this.stopSignal = stopSignal;
    }

    /** Throws a {@link StoreException} or another unchecked exception if the server does not answer. */
    abstract void ask();

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final void start() {
        if (process == null || !process.isAlive()) {
            try {
                process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        RuntimeException last = null;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                ask();
                return;
            } catch (RuntimeException e) {
                last = e;
            }
            pause();
        }
        String state = process.isAlive() ? "does not answer" : "ended with " + process.exitValue();
        close();
        throw new AssertionError("The server " + state + ", its log:\n" + log(), last);
    }

    @Override
    public final void kill() {
        if (process == null || !process.isAlive()) {
            return;
        }
        // So that it starts no other process meanwhile; and then none of them notices that others die.
        signal("STOP", List.of(process.toHandle()));
        List<ProcessHandle> all = family();
        signal("STOP", all);
        signal("KILL", all);
        all.forEach(ServerProcess::awaitEnd);
    }

    @Override
    public final void stop() {
        List<ProcessHandle> all = family();
        // By name, since Java knows SIGTERM only.
        signal(stopSignal, List.of(process.toHandle()));
        all.forEach(ServerProcess::awaitEnd);
    }

    @Override
    public final void close() {
        kill();
    }

    private List<ProcessHandle> family() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        return all;
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(each -> kill.add(Long.toString(each.pid())));
        try {
            new ProcessBuilder(kill)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Process " + process.pid() + " did not end", e);
        }
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
}
