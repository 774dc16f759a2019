package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what loggers write to stderr counts as well. */
class ProcessTest {

    @TempDir
    private Path folder;

    @Test
    void sync_unreachablePostgres_writesOneLineAndNoLog() throws IOException, InterruptedException {
        List<String> stderr = run(
                1,
                Map.of(
                        "STRAVA_CLIENT_ID", "1",
                        "STRAVA_CLIENT_SECRET", "s3cret",
                        "STRAVA_REFRESH_TOKEN", "s3cret",
                        "STRAVAAI_STORE", "jdbc:postgresql://127.0.0.1:1/strava?user=u&password=s3cret"),
                "sync",
                "--json");

        assertThat(stderr).singleElement().asString().startsWith("error: ").doesNotContain("s3cret");
    }

    @Test
    void demo_run_writesNothingToStderr() throws IOException, InterruptedException {
        assertThat(run(0, Map.of(), "demo", "--db", folder.resolve("demo.db").toString()))
                .isEmpty();
    }

    @Test
    void demo_failed_leavesNoTemporaryFolder() throws IOException, InterruptedException {
        Map<String, String> variables = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder);

        assertThat(run(1, variables, "demo", "--data", folder.resolve("nowhere").toString()))
                .hasSize(1);

        assertThat(folder).isEmptyDirectory();
    }

    private static List<String> run(int expectedExit, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 22) {
            // The jar says so in its manifest.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("STRAVA"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(stderr).isEqualTo(expectedExit);
        return stderr.lines()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .toList();
    }
}
