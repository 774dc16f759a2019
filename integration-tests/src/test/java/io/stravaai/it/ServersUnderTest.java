package io.stravaai.it;

import java.nio.file.Path;

/** The databases that the stores are tried on when things go wrong. */
enum ServersUnderTest {
    SQLITE {
        @Override
        ServerUnderTest start(Path folder) {
            return new SqliteUnderTest(folder);
        }
    },
    POSTGRESQL {
        @Override
        ServerUnderTest start(Path folder) {
            return PostgresUnderTest.start(folder.resolve("data"), folder.resolve("server.log"));
        }
    };

    /**
     * An empty database.
     *
     * @param folder where it keeps everything
     */
    abstract ServerUnderTest start(Path folder);
}
