package io.stravaai.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of {@code build/test-servers}, which run what Maven cannot bring, as root and where it is installed. */
record Script(String name) {

    /**
     * The command that runs it with these arguments.
     *
     * @throws org.opentest4j.TestAbortedException if what it runs is not installed
     */
    List<String> command(String... arguments) {
        Path script =
                Path.of("..", "build", "test-servers", name).toAbsolutePath().normalize();
        assumeTrue(
                Files.isExecutable(script) && succeeds(script.toString(), "installed"),
                "Not installed, or not to be run by this user: see build/test-servers/" + name);
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
