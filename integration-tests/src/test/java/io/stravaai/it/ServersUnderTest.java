package io.stravaai.it;

import java.nio.file.Path;

/** The databases that the stores are tried on when things go wrong. */
enum ServersUnderTest {
    SQLITE("4m") {
        @Override
        ServerUnderTest start(Path folder) {
            return new SqliteUnderTest(folder);
        }
    },
    POSTGRESQL("100m") {
        @Override
        ServerUnderTest start(Path folder) {
            return PostgresUnderTest.start(folder.resolve("data"), folder.resolve("server.log"));
        }
    };

    private final String smallestDisk;

    ServersUnderTest(String smallestDisk) {
        this.smallestDisk = smallestDisk;
    }

    /** The size of a disk with room for it, and for not much more. */
    String smallestDisk() {
        return smallestDisk;
    }

    /**
     * An empty database.
     *
     * @param folder where it keeps everything
     */
    abstract ServerUnderTest start(Path folder);
}
