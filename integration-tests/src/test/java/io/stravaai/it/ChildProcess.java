package io.stravaai.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of an application: real, so that it can be killed, and so that it shares nothing but the database. It is told
 * what to do by lines and answers with lines. One that says nothing for too long fails the test with its threads.
 */
final class ChildProcess implements AutoCloseable {

    /** What a process ends with after SIGKILL: 128 and the signal's number. */
    static final int KILLED = 128 + 9;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Thread reader;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    /** What nobody has read yet; empty stands for the end. */
    private final BlockingQueue<Optional<String>> unread = new LinkedBlockingQueue<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::readAll, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ChildProcess start(Class<?> main, List<String> jvmOptions, String... arguments) {
        try {
            return new ChildProcess(new ProcessBuilder(command(main, jvmOptions, arguments))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts a JVM with the class path of this one. */
    static List<String> command(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(tool("java"));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // A file that a killed process leaves behind.
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private void readAll() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                unread.add(Optional.of(line));
            }
        } catch (IOException e) {
            said.add("its output ended with " + e);
        }
        unread.add(Optional.empty());
    }

    void tell(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError("The process ended early, having said:\n" + text(), e);
        }
    }

    /** Waits for the next line that begins so, and returns what follows in it. */
    String expect(String beginning) throws InterruptedException {
        return expect(beginning, PATIENCE);
    }

    String expect(String beginning, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<String> line = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(stuck("'" + beginning + "' did not come", atMost));
            }
            if (line.isEmpty()) {
                throw new AssertionError("The process ended with " + process.waitFor() + " where '" + beginning
                        + "' should come, having said:\n" + text());
            }
            if (line.get().startsWith(beginning)) {
                return line.get().substring(beginning.length()).trim();
            }
        }
    }

    /** SIGKILL: no handler, no shutdown hook, nothing is written any more. What was written before can still be read. */
    void kill() {
        // The handle, for the process itself would close its output, with what nobody has read yet.
        process.toHandle().destroyForcibly();
    }

    /** Waits for the end, and for all that was said before it. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(stuck("It did not end", PATIENCE));
        }
        reader.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** Every line so far that begins so. */
    List<String> said(String beginning) {
        return List.copyOf(said).stream()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    String text() {
        return String.join("\n", List.copyOf(said));
    }

    private String stuck(String what, Duration waited) throws InterruptedException {
        String threads = threads();
        process.destroyForcibly();
        return what + " within " + waited + ". The process had said:\n" + text() + "\nand its threads were:\n"
                + threads;
    }

    private String threads() throws InterruptedException {
        try {
            File dump = File.createTempFile("threads", ".txt");
            try {
                Process jcmd = new ProcessBuilder(tool("jcmd"), String.valueOf(process.pid()), "Thread.print")
                        .redirectErrorStream(true)
                        .redirectOutput(dump)
                        .start();
                if (!jcmd.waitFor(20, TimeUnit.SECONDS)) {
                    jcmd.destroyForcibly();
                }
                return Files.readString(dump.toPath(), StandardCharsets.UTF_8);
            } finally {
                Files.delete(dump.toPath());
            }
        } catch (IOException e) {
            return "not to be had: " + e;
        }
    }

    /** Ends it, however it is. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
