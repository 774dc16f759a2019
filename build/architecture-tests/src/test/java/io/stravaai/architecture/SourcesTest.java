package io.stravaai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that need the text of the sources, and bad text that breaks them. */
class SourcesTest {

    private static final List<Path> ALL = Sources.mainTrees(Library.repository());
    private static final List<Path> PUBLISHED = Library.MODULES.stream()
            .map(module -> Library.repository().resolve(module).resolve("src/main/java"))
            .toList();

    @TempDir
    Path directory;

    @Test
    void sources_areLookedFor_areFound() {
        assertThat(ALL).containsAll(PUBLISHED);
        assertThat(Sources.javaFiles(PUBLISHED)).hasSizeGreaterThan(50);
    }

    @Test
    void everySource_isRead_hasNoSynchronizedBlock() {
        assertThat(Sources.withSynchronizedBlock(Sources.javaFiles(ALL)))
                .as("a ReentrantLock is private, and does not pin a virtual thread")
                .isEmpty();
    }

    @Test
    void publishedPackages_areRead_areNullMarked() {
        assertThat(Sources.withoutNullMarked(Sources.javaFiles(PUBLISHED)))
                .as("NullAway looks at null-marked packages only")
                .isEmpty();
    }

    @Test
    void synchronizedBlock_isInTheText_isFound() throws IOException {
        Path bad = write("a/src/main/java/x/Bad.java", "class Bad { void f() { synchronized (this) {} } }\n");
        write("a/src/main/java/x/Good.java", "class Good { void synchronizedOnce() {} }\n");
        write("a/target/src/main/java/x/Built.java", "class Built { void f() { synchronized (this) {} } }\n");

        List<Path> files = Sources.javaFiles(Sources.mainTrees(directory));

        assertThat(Sources.withSynchronizedBlock(files)).containsExactly(bad);
    }

    @Test
    void packageInfo_isMissingOrUnmarked_isFound() throws IOException {
        Path missing = write("src/main/java/missing/A.java", "package missing;\n\nclass A {}\n");
        Path unmarked =
                write("src/main/java/unmarked/package-info.java", "/** No @NullMarked. */\npackage unmarked;\n");
        write(
                "src/main/java/marked/package-info.java",
                "/** Marked. */\n@NullMarked\npackage marked;\n\nimport org.jspecify.annotations.NullMarked;\n");

        List<Path> files = Sources.javaFiles(Sources.mainTrees(directory));

        assertThat(Sources.withoutNullMarked(files)).containsExactly(missing.getParent(), unmarked.getParent());
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
