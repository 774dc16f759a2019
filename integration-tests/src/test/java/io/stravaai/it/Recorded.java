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
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/strava/payloads/dblock-strava-ruby-client"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(folder.isPresent(), "no recorded pages beside the project: shared/strava/payloads is not there");
        return folder.get();
    }
}
