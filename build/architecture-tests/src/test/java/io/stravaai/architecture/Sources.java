package io.stravaai.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What byte code does not tell. */
final class Sources {

    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");
    private static final Pattern NULL_MARKED = Pattern.compile("(?m)^@NullMarked\\R+package ");
    private static final Path MAIN = Path.of("src", "main", "java");

    private Sources() {}

    /** Every src/main/java below a directory, without what was built. */
    static List<Path> mainTrees(Path directory) {
        return find(directory, path -> Files.isDirectory(path) && path.endsWith(MAIN));
    }

    /** The Java files below these directories. */
    static List<Path> javaFiles(List<Path> directories) {
        return directories.stream()
                .flatMap(directory -> find(directory, path -> path.toString().endsWith(".java")).stream())
                .toList();
    }

    static List<Path> withSynchronizedBlock(List<Path> files) {
        return files.stream()
                .filter(file -> SYNCHRONIZED_BLOCK.matcher(read(file)).find())
                .toList();
    }

    /** The packages with code whose package-info is missing or not null-marked. */
    static List<Path> withoutNullMarked(List<Path> files) {
        return files.stream()
                .map(Path::getParent)
                .distinct()
                .filter(directory -> {
                    Path info = directory.resolve("package-info.java");
                    return !Files.exists(info)
                            || !NULL_MARKED.matcher(read(info)).find();
                })
                .toList();
    }

    private static List<Path> find(Path directory, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> directory.relativize(path).toString().matches("(?!(.*/)?target/).*"))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
