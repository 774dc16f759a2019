package io.stravaai.analytics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okio.Okio;

/** Reference numbers of other projects and publications. They hold real people's activities, and lie beside the project, not in it. */
final class Vectors {

    private Vectors() {}

    /** A file; the test is skipped where there is none. */
    static Node read(String file) {
        try (JsonReader reader = JsonReader.of(Okio.buffer(Okio.source(path(file))))) {
            return new Node(reader.readJsonValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file is; the test is skipped where there is none. */
    static Path path(String file) {
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/analytics/vectors"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(
                folder.isPresent(), "no reference numbers beside the project: shared/analytics/vectors is not there");
        return folder.get().resolve(file);
    }

    /** A part of a file. */
    record Node(Object value) {

        Node get(String... path) {
            Object found = value;
            for (String name : path) {
                found = ((Map<?, ?>) found).get(name);
            }
            return new Node(found);
        }

        boolean has(String name) {
            return ((Map<?, ?>) value).containsKey(name);
        }

        boolean isNull() {
            return value == null;
        }

        boolean isNumber() {
            return value instanceof Double;
        }

        double number() {
            return (Double) value;
        }

        int integer() {
            return (int) number();
        }

        String text() {
            return (String) value;
        }

        Node at(int index) {
            return new Node(((List<?>) value).get(index));
        }

        List<Node> list() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        List<String> names() {
            return ((Map<?, ?>) value).keySet().stream().map(String.class::cast).toList();
        }

        /** Numbers, with NaN for null, and 1 and 0 for true and false. */
        double[] numbers() {
            return list().stream()
                    .mapToDouble(node -> node.isNull()
                            ? Double.NaN
                            : node.value instanceof Boolean flag ? (flag ? 1 : 0) : node.number())
                    .toArray();
        }
    }
}
