package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {

    private static final String RUN = "{\"id\":%d,\"name\":\"Run <b>%d</b>\",\"sport_type\":\"Run\",\"distance\":5000,"
            + "\"moving_time\":1500,\"start_date\":\"2026-11-%02dT08:00:00Z\","
            + "\"start_date_local\":\"2026-11-%02dT08:00:00Z\"}";

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell();

    @Test
    void report_noDatabase_showsAMadeUpAthleteInEverySection() throws IOException {
        Result result = report();

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains(" activities up to 2026-11-20 are in ")
                .contains("made-up athlete");
        assertThat(page())
                .contains("Training of a made-up athlete", "id=\"power-curve\"", "Long ride", "Eddington")
                .doesNotContain("class=\"missing\"", "://");
    }

    @Test
    void report_database_showsItsAthlete() throws IOException {
        Path file = folder.resolve("demo.db");
        shell.store(file);
        assertThat(shell.run("demo", "--db", file.toString()).exit()).isZero();

        Result result = report("--ftp", "240", "--threshold-pace", "4:40", "--title", "Mine & ours");

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("1,201 activities up to 2026-11-20 are in ")
                .hasLineCount(1);
        assertThat(page()).contains("<bdi>Mine &amp; ours</bdi>", "store streams");
    }

    @Test
    void report_afterSyncWithStreams_showsCurves() throws IOException {
        FakeStrava strava = FakeStrava.builder().clock(shell.clock).seed(7).build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(TestShell.NOW.minus(Duration.ofDays(60)), TestShell.NOW, 40);
        try (FakeStravaServer server = strava.startServer()) {
            shell.strava(strava, server).athlete(athlete).store(folder.resolve("stravaai.db"));
            assertThat(shell.run("sync", "--streams").exit()).isZero();
        }

        assertThat(report("--ftp", "240", "--max-hr", "185").exit()).isZero();

        assertThat(page()).contains("The most power over a duration", "The best pace over a distance");
    }

    @Test
    void report_history_readsArraysAndLines() throws IOException {
        Path array = Files.writeString(folder.resolve("a.json"), " [" + run(1, 3) + "," + run(2, 5) + "]");
        Path lines = Files.writeString(folder.resolve("b.jsonl"), run(2, 5) + "\n\n" + run(3, 7) + "\n");

        Result result = report("--history", array.toString(), lines.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("3 activities up to 2026-11-07 are in ")
                .contains("such as --ftp");
        assertThat(page()).contains("Run &lt;b&gt;").doesNotContain("<b>1</b>");
    }

    @Test
    void report_history_todayChoosesTheLastDay() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "[" + run(1, 3) + "," + run(2, 5) + "]");

        assertThat(report("--history", file.toString(), "--today", "2026-11-04").exit())
                .isZero();

        assertThat(page()).contains("Up to 4 Nov 2026, 1 session since 3 Nov 2026");
    }

    private static String run(long id, int day) {
        return String.format(RUN, id, id, day, day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"id\":1", "hello", "[{\"name\":\"without id\"}]", "[1,2]"})
    void report_historyOfSomethingElse_isOneLineWithoutItsText(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), content);

        assertOneLine(report("--history", file.toString()), "does not hold Strava's activities");
    }

    @Test
    void report_noActivities_isOneLine() throws IOException {
        Path empty = Files.writeString(folder.resolve("a.json"), "[]");
        Path binary = Files.write(folder.resolve("b.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertOneLine(report("--history", empty.toString()), "There is no activity to report on");
        assertOneLine(report("--history", binary.toString()), "cannot be read as text");
        assertOneLine(report("--history", folder.resolve("c.json").toString()), "There is no file");
        shell.store(folder.resolve("missing.db"));
        assertOneLine(report(), "run 'sync' first");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void report_fileThatCannotBeWritten_isOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "[" + run(1, 3) + "]");

        Result result = shell.run(
                "report",
                "--history",
                file.toString(),
                "--out",
                folder.resolve("nowhere").resolve("r.html").toString());

        assertOneLine(result, "cannot be written", "--out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--ftp 0",
                "--ftp many",
                "--max-hr -3",
                "--threshold-pace 270",
                "--css 0:00",
                "--today yesterday",
                "--sex other",
                "--out",
                "--demo --history x.json"
            })
    void report_wrongOption_isOneLine(String options) {
        List<String> line = new ArrayList<>(List.of("report"));
        line.addAll(List.of(options.split(" ")));

        assertOneLine(shell.run(line.toArray(String[]::new)), "");
    }

    @Test
    void report_recordedHistory_isAPage() throws IOException {
        Path pages = recorded();
        List<String> line = new ArrayList<>(List.of("--history"));
        try (Stream<Path> files = Files.list(pages)) {
            files.map(Path::toString)
                    .filter(name -> name.matches(".*all_athlete_activities\\.[0-9]+\\.200\\.body\\.json"))
                    .sorted()
                    .forEach(line::add);
        }

        Result result = report(line.toArray(String[]::new));

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("1,132 activities up to 2025-10-19 are in ");
        assertThat(page()).contains("1,132 sessions since 1 Oct 2017").doesNotContain("NaN");
    }

    private static Path recorded() {
        Optional<Path> found = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/strava/payloads/dblock-strava-ruby-client"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(found.isPresent(), "nothing recorded beside the project: shared/strava/payloads is not there");
        return found.orElseThrow();
    }

    private Result report(String... options) {
        List<String> line = new ArrayList<>(
                List.of("report", "--out", folder.resolve("report.html").toString()));
        line.addAll(List.of(options));
        return shell.run(line.toArray(String[]::new));
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("report.html"));
    }

    private static void assertOneLine(Result result, String... parts) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: ").contains(parts).doesNotContain("without id");
    }
}
