package io.stravaai.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Recorded answers of Strava, which hold real people's data and therefore lie beside the project, not in it. */
final class Recorded {

    private Recorded() {}

    /** A folder with an athlete's recorded list pages; the test is skipped where there is none. */
    static Path pages() {
        return all().resolve("dblock-strava-ruby-client");
    }

    /** The folder of all recordings; the test is skipped where there is none. */
    static Path all() {
        Optional<Path> folder = find();
        assumeTrue(folder.isPresent(), "nothing recorded beside the project: shared/strava/payloads is not there");
        return folder.get();
    }

    /** The folder of all recordings, for tests that have something to do without it. */
    static Optional<Path> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/strava/payloads"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
