package io.stravaai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Answers in the shapes of the recorded ones, with invented people and a place in the middle of an ocean. A file is named
 * after the operation, and after what is special about it.
 */
final class Twins {

    private Twins() {}

    static List<RecordedAnswer> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().map(Twins::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RecordedAnswer of(String name) {
        return read(folder().resolve(name + ".json"));
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(Twins.class.getResource("/answers")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RecordedAnswer read(Path file) {
        String name = file.getFileName().toString();
        Operation operation =
                Operation.valueOf(name.substring(0, name.indexOf('.')).toUpperCase(Locale.ROOT));
        try {
            return new RecordedAnswer(name, operation.request(), 200, Files.readAllBytes(file), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
