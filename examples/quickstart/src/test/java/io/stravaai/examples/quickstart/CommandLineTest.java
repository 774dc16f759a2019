package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.examples.quickstart.TestShell.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "sync --help",
                "activities --help",
                "quarantine --help",
                "help sync",
                "--version",
                "sync --version"
            })
    void helpAndVersion_goToStdoutWithoutControlCharacters(String line) {
        Result result = new TestShell().run(line.split(" "));

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("quickstart").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({"15m,PT15M", "2h,PT2H", "1h30m,PT1H30M", "45s,PT45S", "PT15M,PT15M", "P1D,PT24H", "0s,PT0S"})
    void wait_isReadInBothSpellings(String text, Duration expected) {
        assertThat(new Converters.Wait().convert(text)).isEqualTo(expected);
    }

    @Test
    void output_thatNobodyTakes_isAnError() {
        TestShell shell = new TestShell();
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        int exit = Main.run(
                new Shell(
                        Map.of(),
                        broken,
                        new PrintStream(OutputStream.nullOutputStream()),
                        shell.clock,
                        shell.sleeper,
                        false),
                "--version");

        assertThat(exit).isEqualTo(1);
    }
}
