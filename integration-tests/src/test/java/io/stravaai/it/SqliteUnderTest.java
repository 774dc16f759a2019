package io.stravaai.it;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** SQLite, which has no process of its own: what is killed is the application. */
record SqliteUnderTest(Path folder, AtomicInteger count) implements ServerUnderTest {

    SqliteUnderTest(Path folder) {
        this(folder, new AtomicInteger());
    }

    @Override
    public String newUrl() {
        return "jdbc:sqlite:" + folder.resolve("crash" + count.incrementAndGet() + ".db");
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        throw new UnsupportedOperationException("SQLite is reached through no port");
    }

    @Override
    public int port() {
        throw new UnsupportedOperationException("SQLite is reached through no port");
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("SQLite has no process");
    }

    @Override
    public void start() {}

    @Override
    public void stop() {
        throw new UnsupportedOperationException("SQLite has no process");
    }

    @Override
    public void close() {}
}
