package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.Scope;
import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a database of their own, against FakeStrava over HTTP. */
class QuickstartTest {

    private static final String LIST = "/api/v3/athlete/activities";

    @TempDir
    private Path folder;

    private final TestShell shell = new TestShell();
    private FakeStrava strava;
    private FakeAthlete athlete;
    private FakeStravaServer server;

    @BeforeEach
    void start() {
        start(FakeStrava.builder());
    }

    private void start(FakeStrava.Builder builder) {
        strava = builder.clock(shell.clock).seed(7).build();
        athlete = strava.addAthlete();
        athlete.generateHistory(TestShell.NOW.minus(Duration.ofDays(700)), TestShell.NOW, 450);
        server = strava.startServer();
        shell.strava(strava, server)
                .athlete(athlete)
                .store(folder.resolve("new").resolve("stravaai.db"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sync_firstTime_printsOneObjectWithExactlyTheseKeys() {
        Result result = shell.run("sync", "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.lines()).hasSize(1);
        Map<String, Object> report = result.jsonLines().get(0);
        assertThat(report.keySet())
                .containsExactly(
                        "athlete",
                        "status",
                        "inserted",
                        "updated",
                        "unchanged",
                        "deleted",
                        "restored",
                        "quarantined",
                        "requests",
                        "resumeAt");
        assertThat(report)
                .containsEntry("athlete", (double) athlete.id().value())
                .containsEntry("status", "COMPLETE")
                .containsEntry("inserted", 450.0)
                .containsEntry("updated", 0.0)
                .containsEntry("deleted", 0.0)
                .containsEntry("quarantined", 0.0)
                .containsEntry("requests", (double) strava.requests(LIST))
                .containsEntry("resumeAt", null);
    }

    @Test
    void sync_again_findsLateUploadAndNewNameInOneRequest() {
        shell.run("sync", "--json");
        int before = strava.requests(LIST);
        athlete.upload(ride(TestShell.NOW.minus(Duration.ofDays(12))));
        Map<String, Object> newest =
                shell.run("activities", "--json", "--limit", "1").jsonLines().get(0);
        athlete.rename(ActivityId.of(((Double) newest.get("id")).longValue()), "Another name");

        Result result = shell.unset("STRAVA_REFRESH_TOKEN").run("sync", "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.jsonLines().get(0))
                .containsEntry("inserted", 1.0)
                .containsEntry("updated", 1.0)
                .containsEntry("requests", 1.0);
        assertThat(strava.requests(LIST)).isEqualTo(before + 1);
    }

    @Test
    void sync_quotaUsedUp_isPartialAndGoesOnInTheNextWindow() {
        server.close();
        start(FakeStrava.builder().readLimits(3, 1000));

        Result partial = shell.run("sync", "--json");

        assertThat(partial.exit()).isEqualTo(3);
        assertThat(partial.err()).isEmpty();
        assertThat(partial.jsonLines().get(0)).containsEntry("status", "PARTIAL");
        Instant resumeAt = Instant.parse((String) partial.jsonLines().get(0).get("resumeAt"));
        assertThat(resumeAt).isBetween(Instant.parse("2026-11-20T14:15:00Z"), Instant.parse("2026-11-20T14:16:00Z"));

        Result next = partial;
        for (int window = 0; window < 3 && next.exit() == 3; window++) {
            shell.clock.advance(Duration.ofMinutes(15));
            next = shell.run("sync", "--json");
        }
        assertThat(next.exit()).isZero();
        assertThat(shell.run("activities", "--json").lines()).hasSize(450);
    }

    @Test
    void sync_quotaUsedUpWithMaxWait_waitsAndSaysSoOnStderr() {
        server.close();
        start(FakeStrava.builder().readLimits(3, 1000));

        Result result = shell.run("sync", "--json", "--max-wait", "20m");

        assertThat(result.exit()).isZero();
        assertThat(result.lines()).hasSize(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("waiting").contains("14:15");
        assertThat(shell.sleeper.sleeps()).isNotEmpty();
    }

    @Test
    void sync_partialInWords_saysWhenToGoOn() {
        server.close();
        start(FakeStrava.builder().readLimits(3, 1000));

        Result result = shell.run("sync");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).contains("not done yet").contains("2026-11-20 14:15 UTC");
    }

    @Test
    void sync_inWords_showsTheFullestBucketAndNoDeletions() {
        server.close();
        start(FakeStrava.builder().readLimits(100, 1000).overallLimits(50, 2000));

        Result result = shell.run("sync");

        int requests = strava.requests(LIST) + strava.requests("/api/v3/athlete");
        assertThat(result.out())
                .contains((50 - requests) + " left in this quarter hour, " + (1000 - requests) + " today")
                .doesNotContain("deleted");
    }

    @Test
    void sync_notOnTerminal_printsNoControlCharacters() {
        Result result = shell.run("sync");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("450").matches("[^\\p{Cntrl}]*(\\R[^\\p{Cntrl}]*)*");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void sync_onTerminal_countsOnlyWithoutJson() {
        assertThat(shell.onTerminal().run("sync").out())
                .containsPattern("\rSyncing  450 stored, back to 2024-12 *\\R")
                .doesNotContain("?");
        assertThat(shell.run("sync", "--json").lines()).hasSize(1);
    }

    @Test
    void activities_json_holdsStravasTextByteForByteNewestFirst() {
        athlete.upload(ride(TestShell.NOW.minus(Duration.ofDays(1))));
        shell.run("sync", "--json");

        Result result =
                shell.unset("STRAVA_CLIENT_ID").unset("STRAVA_CLIENT_SECRET").run("activities", "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        List<Map<String, Object>> rows = result.jsonLines();
        assertThat(rows.get(0).keySet())
                .containsExactly("id", "startDate", "name", "sportType", "distance", "movingTime", "deleted", "raw");
        assertThat(rows).extracting(row -> row.get("raw")).containsExactlyInAnyOrderElementsOf(athlete.rawActivities());
        assertThat(rows)
                .extracting(row -> Instant.parse((String) row.get("startDate")))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(rows)
                .filteredOn(row -> "Späte Fahrt 🚴 \"am Fluss\"".equals(row.get("name")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("sportType", "Ride")
                        .containsEntry("distance", 64_200.5)
                        .containsEntry("movingTime", 9_060.0)
                        .containsEntry("deleted", false));
    }

    @Test
    void activities_table_isLimitedAndFreeOfControlCharacters() {
        athlete.upload(FakeActivity.builder()
                .sportType(SportType.RUN)
                .name("red \u001b[31m name")
                .startDate(TestShell.NOW.minusSeconds(60))
                .build());
        shell.run("sync", "--json");

        Result twenty = shell.run("activities");
        Result three = shell.run("activities", "--limit", "3");

        assertThat(twenty.lines()).hasSize(1 + 20 + 1);
        assertThat(three.lines()).hasSize(1 + 3 + 1);
        assertThat(twenty.out()).contains("red [31m name").doesNotContain("\u001b");
    }

    @Test
    void quarantine_json_holdsWhatCouldNotBeRead() {
        athlete.putBroken("{\"id\":\"no number\",\"name\":\"Zoë\"}", TestShell.NOW.minus(Duration.ofDays(3)));
        Map<String, Object> report = shell.run("sync", "--json").jsonLines().get(0);

        Result result = shell.run("quarantine", "--json");

        assertThat(report).containsEntry("quarantined", 1.0);
        assertThat(result.exit()).isZero();
        Map<String, Object> element = result.jsonLines().get(0);
        assertThat(result.lines()).hasSize(1);
        assertThat(element.keySet()).containsExactly("id", "reason", "observedAt", "raw", "rawBase64");
        assertThat(element).containsEntry("raw", "{\"id\":\"no number\",\"name\":\"Zoë\"}");
        assertThat(new String(Base64.getDecoder().decode((String) element.get("rawBase64")), StandardCharsets.UTF_8))
                .isEqualTo(element.get("raw"));
        assertThat(Instant.parse((String) element.get("observedAt"))).isNotNull();
        assertThat(shell.run("quarantine").lines()).hasSize(1);
    }

    @Test
    void commands_severalAthletes_wantOneNamed() {
        FakeAthlete other = strava.addAthlete();
        shell.run("sync", "--json");
        Result second = shell.athlete(other).run("sync", "--json", "--connect");
        assertThat(second.jsonLines().get(0))
                .containsEntry("athlete", (double) other.id().value());

        assertOneLine(shell.run("sync", "--json"), "--athlete");
        assertOneLine(shell.run("activities", "--json"), athlete.id() + ", " + other.id());
        String id = athlete.id().toString();
        assertThat(shell.run("sync", "--json", "--athlete", id).exit()).isZero();
        assertThat(shell.run("activities", "--json", "--athlete", id).lines()).hasSize(450);
        assertOneLine(shell.run("sync", "--athlete", "999"), "no grant of athlete 999");
    }

    @Test
    void sync_deadRefreshToken_saysHowToConnectAgainAndThatWorks() {
        shell.run("sync", "--json");
        athlete.revoke();
        shell.clock.advance(Duration.ofDays(1));

        assertOneLine(shell.run("sync", "--json"), "sync --connect");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Result again = shell.unset("STRAVA_REFRESH_TOKEN")
                .run(new Browser().reading(err, ""), err, "sync", "--json", "--connect");
        assertThat(again.exit()).isZero();
    }

    @Test
    void sync_missingScope_saysWhichAndHowToGetIt() {
        athlete.grantOnly(Set.of(Scope.READ));

        assertOneLine(shell.run("sync", "--json"), "activity:read");
    }

    private static FakeActivity ride(Instant start) {
        return FakeActivity.builder()
                .sportType(SportType.RIDE)
                .name("Späte Fahrt 🚴 \"am Fluss\"")
                .startDate(start)
                .distance(64_200.5)
                .movingTime(Duration.ofMinutes(151))
                .build();
    }

    private static void assertOneLine(Result result, String part) {
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("error: ").contains(part);
    }
}
