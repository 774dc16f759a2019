package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.model.AthleteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedPagesTest {

    private static final String LIST = "/api/v3/athlete/activities";

    @TempDir
    Path dir;

    private final FakeStrava strava = FakeStrava.builder()
            .clock(TestClock.at(Instant.parse("2026-03-01T10:00:00Z")))
            .build();

    private static String row(long athlete, long id, String start) {
        return "{ \"id\":" + id + ",\"athlete\" : {\"resource_state\":1,\"id\":" + athlete
                + "},\"name\":\"]},{ \\\" é \\ud83c\\udfc3\",\"distance\":10.50,\"start_date\":\"" + start + "\"}";
    }

    private void page(String name, String... rows) throws IOException {
        Files.writeString(dir.resolve(name), "[" + String.join(" ,\n", rows) + "]");
    }

    private static void numbered(Path dir, int number, String... rows) throws IOException {
        Files.writeString(
                dir.resolve("all_athlete_activities." + number + ".200.body.json"), "[" + String.join(",", rows) + "]");
    }

    @Test
    void addAthleteFromPages_numberedPages_areServedByteByByteNewestFirst() throws IOException {
        String a = row(7, 1, "2025-01-01T00:00:00Z");
        String b = row(7, 2, "2025-01-02T00:00:00Z");
        String c = row(7, 3, "2025-01-03T00:00:00Z");
        String lateCopy = row(7, 2, "2025-01-04T00:00:00Z");
        numbered(dir, 10, lateCopy, c);
        numbered(dir, 2, b, a);
        numbered(dir, 11);
        page("other.json", row(8, 9, "2025-01-01T00:00:00Z"));

        FakeAthlete athlete = strava.addAthleteFromPages(dir);

        assertThat(athlete.id()).isEqualTo(AthleteId.of(7));
        assertThat(athlete.rawActivities()).containsExactly(c, b, a);
        assertThat(strava.athlete(AthleteId.of(7))).containsSame(athlete);
    }

    @Test
    void addAthleteFromPages_otherPages_areAllArraysInTheFolder() throws IOException {
        String a = row(7, 1, "2025-01-01T00:00:00Z");
        String b = row(7, 2, "2025-01-02T00:00:00Z");
        page("b.json", a);
        page("a.json", b, a);
        Files.writeString(dir.resolve("meta.json"), "{\"id\":5}");
        Files.writeString(dir.resolve("notes.txt"), "[]");

        assertThat(strava.addAthleteFromPages(dir).rawActivities()).containsExactly(b, a);
    }

    @Test
    void addAthleteFromPages_whatCannotBeOneAthlete_isRefused() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> strava.addAthleteFromPages(dir));
        assertThatThrownBy(() -> strava.addAthleteFromPages(dir.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class);

        page("a.json", row(7, 1, "2025-01-01T00:00:00Z"), row(8, 2, "2025-01-01T00:00:00Z"));
        assertThatIllegalArgumentException().isThrownBy(() -> strava.addAthleteFromPages(dir));
    }

    @Test
    void addAthleteFromPages_recordedOnes_areServedAsTheyWereRecorded() throws IOException {
        Path recorded = recorded();
        FakeAthlete athlete = strava.addAthleteFromPages(recorded);
        Wire wire = Wire.inProcess(strava);
        String token = athlete.grant().accessToken();

        assertThat(athlete.activityCount()).isEqualTo(1132);
        for (int page = 1; page <= 39; page++) {
            String file = String.format("all_athlete_activities.%02d.200.body.json", page);
            assertThat(wire.get(LIST + "?page=" + page, token).body())
                    .as(file)
                    .isEqualTo(Files.readString(recorded.resolve(file)));
        }
    }

    @Test
    void recordedRows_haveTheMembersOfGeneratedOnes() throws IOException {
        FakeAthlete athlete = strava.addAthleteFromPages(recorded());

        for (String row : athlete.rawActivities()) {
            Map<String, Object> members = JsonValues.object(row);
            List<String> expected =
                    HistoryTest.MEMBERS.stream().filter(members::containsKey).toList();
            assertThat(members.keySet()).containsExactlyElementsOf(expected);
        }
    }

    private static Path recorded() {
        Optional<Path> found = Stream.iterate(
                        Path.of(System.getProperty("user.dir")).toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/strava/payloads/dblock-strava-ruby-client"))
                .filter(Files::isDirectory)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "No folder shared/strava/payloads beside a parent folder: no recorded pages to read");
        return found.get();
    }
}
