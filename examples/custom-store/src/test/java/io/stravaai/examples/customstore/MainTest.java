package io.stravaai.examples.customstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path folder;

    @Test
    void main_syncsTwice_andFindsEverythingTheSecondTime() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Clock noon = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

        Main.run(folder, noon, new PrintStream(bytes, true, StandardCharsets.UTF_8));

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(1)).startsWith("  650 new, 0 changed, 0 as they were, in ");
        assertThat(lines.get(2)).isEqualTo("  650 are stored; the latest:");
        assertThat(lines.get(7)).isEqualTo("  0 new, 0 changed, 200 as they were, in 1 requests");
        assertThat(lines.subList(8, 12)).isEqualTo(lines.subList(2, 6));
    }

    @Test
    void documentation_showsTheCodeThatIsCompiled() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("examples/custom-store"))) {
            root = root.getParent();
        }
        String page = Files.readString(root.resolve("docs/custom-store.md"));
        Path sources = root.resolve("examples/custom-store/src");
        for (String file : List.of(
                "main/java/io/stravaai/examples/customstore/FileActivityStore.java",
                "test/java/io/stravaai/examples/customstore/FileStoresTest.java")) {
            List<String> source = Files.readAllLines(sources.resolve(file));
            List<String> stripped = source.stream().map(String::strip).toList();
            String code = String.join(
                            "\n", source.subList(stripped.indexOf("// doc:begin") + 1, stripped.indexOf("// doc:end")))
                    .stripIndent();
            assertThat(page).contains(code);
        }
    }
}
