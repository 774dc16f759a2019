package io.stravaai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Servers that live as long as the JVM, as it takes long to make one. */
final class SharedServers {

    /** Where they keep everything. It is deleted at the end. */
    static final Path FOLDER = folder();

    private static final Map<ServersUnderTest, ServerUnderTest> STARTED = new EnumMap<>(ServersUnderTest.class);

    private SharedServers() {}

    /** One that runs. */
    static synchronized ServerUnderTest get(ServersUnderTest database) {
        ServerUnderTest server = STARTED.computeIfAbsent(database, key -> key.in(newFolder(key.toString()), List.of()));
        server.start();
        return server;
    }

    private static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(FOLDER, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("servers");
            Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::end));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void end() {
        STARTED.values().forEach(ServerUnderTest::close);
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
