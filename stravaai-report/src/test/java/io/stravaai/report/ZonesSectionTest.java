package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.analytics.Zones;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZonesSectionTest {

    private static final LocalDate TODAY = Histories.TODAY;

    /** Five zones, and three for the last 50 days. */
    private static final ThresholdHistory ZONES = ThresholdHistory.always(Thresholds.builder()
                    .heartRateZones(Zones.of("five", 110, 130, 150, 170))
                    .build())
            .from(
                    TODAY.minusDays(50),
                    Thresholds.builder()
                            .heartRateZones(Zones.of("three", 130, 160))
                            .build());

    @Test
    void someSessionsWithStreams_areCountedBesideAllWithHeartRate() {
        List<Session> runs = List.of(
                Histories.run(1, TODAY.minusDays(3)),
                Histories.run(2, TODAY.minusDays(2)),
                Histories.run(3, TODAY.minusDays(1)));

        Page page = Page.of(HtmlReport.builder(Histories.history(runs), TODAY)
                .activities(List.of(Histories.streams(runs.get(1), 0, 3)))
                .build());

        assertThat(page.text("zones")).contains("1 of 3 sessions with heart rate");
    }

    @Test
    void zonesOfAnotherNumber_areLeftOutAndCounted() {
        List<Session> runs = runs();
        HtmlReport.Builder report = HtmlReport.builder(TrainingHistory.of(runs, ZONES), TODAY);

        Page bySession = Page.of(report.build());
        Page byStreams = Page.of(report.activities(metrics(runs)).build());

        assertThat(bySession.text("zones"))
                .contains("Z3", "3 sessions with another number of zones")
                .doesNotContain("Z4");
        assertThat(byStreams.text("zones"))
                .contains("Z3", "3 sessions with another number of zones")
                .doesNotContain("Z4");
    }

    @Test
    void activitiesInAnyOrder_giveTheSamePage() {
        List<Session> runs = runs();
        List<ActivityMetrics> metrics = metrics(runs);
        HtmlReport.Builder report = HtmlReport.builder(TrainingHistory.of(runs, ZONES), TODAY);
        String html = report.activities(metrics).build().toHtml();
        Random random = new Random(1);

        for (int i = 0; i < 10; i++) {
            List<ActivityMetrics> shuffled = new ArrayList<>(metrics);
            Collections.shuffle(shuffled, random);
            assertThat(report.activities(shuffled).build().toHtml()).isEqualTo(html);
        }
    }

    /** One every twenty days, the last of them on the last day. */
    private static List<Session> runs() {
        List<Session> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(Histories.run(i + 1, TODAY.minusDays(100 - 20L * i)));
        }
        return runs;
    }

    private static List<ActivityMetrics> metrics(List<Session> sessions) {
        return sessions.stream()
                .map(session -> ActivityMetrics.of(session, Histories.samples(0, 3), ZONES.on(session.day())))
                .toList();
    }
}
