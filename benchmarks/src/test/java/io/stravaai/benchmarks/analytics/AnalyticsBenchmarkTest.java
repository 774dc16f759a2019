package io.stravaai.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stravaai.analytics.TrainingHistory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class AnalyticsBenchmarkTest {

    @Test
    void measures_each_task_beside_its_floor() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new AnalyticsMeasurement(1, 900, new int[] {50, 200}, out).run();
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("metrics of a ride").contains("parsing", "1.00"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("overview of years").contains("reading rows"))
                .anySatisfy(line -> assertThat(line).startsWith("load, kept").contains("at most 0.01"))
                .anySatisfy(line -> assertThat(line).startsWith("ride, kept").contains("at most 0.01"))
                .anySatisfy(line -> assertThat(line).startsWith("one more ").contains("updating", "at most 0.01"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("one more, in memory").contains("at most 0.01"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("       50 activities")
                        .contains("first load", "1.00 (1.00 to 1.00) times"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("      200 activities").contains("overview"));
    }

    @Test
    void what_is_measured_has_values() throws Exception {
        try (StoredHistory stored = new StoredHistory(300)) {
            var sessions = Overview.sessions(stored.read());
            var overview = Overview.of(
                    TrainingHistory.of(sessions, Overview.THRESHOLDS),
                    Overview.efforts(sessions),
                    LocalDate.of(2026, 1, 2));

            assertThat(sessions).hasSizeBetween(250, 300);
            assertThat(overview.load().size()).isGreaterThan(7_000);
            assertThat(overview.bests().best(5_000)).isPresent();
            assertThat(overview.eddington())
                    .allSatisfy(number -> assertThat(number.number()).isPositive());
            assertThat(overview.trends())
                    .hasSize(6)
                    .allSatisfy(trend -> assertThat(trend.n()).isGreaterThan(50));
        }
    }

    @Test
    void one_round_and_two_sizes_are_the_least() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnalyticsMeasurement(0, 900, new int[] {50, 200}, System.out));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnalyticsMeasurement(1, 900, new int[] {50}, System.out));
    }
}
