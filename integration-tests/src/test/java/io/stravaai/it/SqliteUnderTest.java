package io.stravaai.it;

import java.nio.file.Path;

/** SQLite, which has no process of its own: what is killed is the application. */
record SqliteUnderTest(Path folder) implements ServerUnderTest {

    @Override
    public String url() {
        return "jdbc:sqlite:" + folder.resolve("crash.db");
    }

    @Override
    public String url(int port) {
        throw new UnsupportedOperationException("SQLite is reached through no port");
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        throw new UnsupportedOperationException("SQLite is reached through no port");
    }

    @Override
    public int port() {
        return 0;
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
