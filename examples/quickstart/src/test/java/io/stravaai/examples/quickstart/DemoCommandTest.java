package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.examples.quickstart.TestShell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void demo_noCommand_showsBothSyncsAndWhereTheDatabaseIs() {
        Result result = new TestShell().run();

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("1,200 activities stored")
                .contains("Long ride, uploaded late")
                .contains("\" is now \"My fastest run so far\"")
                .contains("   8 requests to Strava: 7 pages of up to 200, and 1 to be sure that nothing is older.")
                .contains("1 new, 1 changed, 198 unchanged of the newest 200; 1 request to Strava.")
                .contains("sqlite3 ")
                .doesNotContain("\r")
                .doesNotContain("\u001b");
    }

    @Test
    void demo_db_fillsAFileThatTheOtherCommandsRead() {
        Path file = folder.resolve("demo.db");
        TestShell shell = new TestShell().store(file);

        assertThat(shell.run("demo", "--db", file.toString()).exit()).isZero();

        assertThat(shell.run("activities", "--json").lines()).hasSize(1201);
        Result again = shell.run("demo", "--db", file.toString());
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err().lines()).hasSize(1);
    }

    @Test
    void demo_data_servesTheRecordedPages() throws IOException {
        Path file = folder.resolve("demo.db");
        Path pages = Files.createDirectory(folder.resolve("pages"));
        String element = "{\"id\":77,\"athlete\":{\"id\":5},\"name\":\"Recorded\",  \"sport_type\":\"Kayaking\","
                + "\"start_date\":\"2024-05-01T08:00:00Z\",\"distance\":1234.5,\"moving_time\":600}";
        Files.writeString(pages.resolve("all_athlete_activities.00.200.body.json"), "[" + element + "]");
        TestShell shell = new TestShell().store(file);

        Result result = shell.run("demo", "--db", file.toString(), "--data", pages.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("1 activity stored").contains("0 new, 0 changed, 1 unchanged");
        assertThat(shell.run("activities", "--json").jsonLines().get(0)).containsEntry("raw", element);
    }

    @Test
    void demo_noFolderOfPages_isOneLine() {
        Result result =
                new TestShell().run("demo", "--data", folder.resolve("nowhere").toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void demo_pathWithQuoteAndBlank_isQuotedForAShell() {
        Path file = folder.resolve("it's here").resolve("demo.db");

        Result result = new TestShell().run("demo", "--db", file.toString());

        assertThat(result.exit()).isZero();
        String quoted = folder + "/it'\\''s here/demo.db'";
        assertThat(result.out())
                .contains("sqlite3 '" + quoted + " \"SELECT")
                .contains("STRAVAAI_STORE='jdbc:sqlite:" + quoted + " java -jar ");
    }

    @Test
    void demo_onTerminal_fitsItsWidth() {
        Result usual = new TestShell()
                .onTerminal()
                .run("demo", "--db", folder.resolve("1.db").toString());
        Result narrow = new TestShell()
                .onTerminal()
                .set("COLUMNS", "45")
                .run("demo", "--db", folder.resolve("2.db").toString());
        Result dumb = new TestShell()
                .onTerminal()
                .set("TERM", "dumb")
                .run("demo", "--db", folder.resolve("3.db").toString());

        assertThat(drawn(usual)).isNotEmpty().allMatch(line -> line.length() < 60);
        assertThat(drawn(narrow)).isNotEmpty().allMatch(line -> line.length() < 45);
        assertThat(dumb.out()).doesNotContain("\r");
    }

    private static List<String> drawn(Result result) {
        return Arrays.stream(result.out().split("[\r\n]"))
                .filter(line -> line.contains("Syncing"))
                .toList();
    }
}
