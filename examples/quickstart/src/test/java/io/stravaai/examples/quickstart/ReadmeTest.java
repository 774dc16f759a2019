package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadmeTest {

    @ParameterizedTest
    @CsvSource({
        "README.md, ReadmeQuickstart",
        "README.md, ReadmeBackground",
        "README.md, ReadmeCalls",
        "README.md, ReadmeFakeStravaTest",
        "docs/analytics.md, AnalyticsPage",
        "docs/report.md, ReportPage"
    })
    void page_showsTheCodeThatIsCompiled(String page, String name) throws IOException {
        Path root = root();
        Path readme = root.resolve(page);
        assumeTrue(Files.exists(readme), "no " + page);
        List<String> source = Files.readAllLines(
                root.resolve("examples/quickstart/src/test/java/io/stravaai/examples/quickstart/" + name + ".java"));

        String code = source.subList(indexOf(source, "// readme:begin") + 1, indexOf(source, "// readme:end")).stream()
                .collect(Collectors.joining("\n"))
                .stripIndent();

        assertThat(String.join("\n", Files.readAllLines(readme))).contains(code);
    }

    private static int indexOf(List<String> lines, String marker) {
        return lines.stream().map(String::strip).toList().indexOf(marker);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("examples/quickstart"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
