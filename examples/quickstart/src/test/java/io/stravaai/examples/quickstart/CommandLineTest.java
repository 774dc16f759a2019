package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.examples.quickstart.TestShell.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
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
                "report --help",
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
    @CsvSource({
        "15m,PT15M",
        "2h,PT2H",
        "1h30m,PT1H30M",
        "1d,PT24H",
        "1d12h,PT36H",
        "365d,PT8760H",
        "45s,PT45S",
        "PT15M,PT15M",
        "P1D,PT24H",
        "0s,PT0S"
    })
    void wait_isReadInBothSpellings(String text, Duration expected) {
        assertThat(new Converters.Wait().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"No space left on device,1,1", "Broken pipe,0,0"})
    void output_thatNobodyTakes_isAnErrorUnlessTheReaderHasEnough(String reason, int exit, int errorLines) {
        TestShell shell = new TestShell();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Output broken = Output.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });

        int ended = Main.run(
                new Shell(
                        Map.of(),
                        broken,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        shell.clock,
                        shell.sleeper,
                        false),
                "--version");

        assertThat(ended).isEqualTo(exit);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(errorLines);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /data/a-b/c_1.db  | /data/a-b/c_1.db
            /data/my data/x   | '/data/my data/x'
            /data/it''s/$x.db | '/data/it'\\''s/$x.db'
            """, quoteCharacter = '"')
    void shellWord_isOneWordForAShell(String text, String expected) {
        assertThat(Text.shellWord(text.replace("''", "'"))).isEqualTo(expected);
    }
}
