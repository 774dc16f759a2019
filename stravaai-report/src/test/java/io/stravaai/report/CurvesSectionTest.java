package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.Samples;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class CurvesSectionTest {

    private static final LocalDate TODAY = Histories.TODAY;

    @Test
    void wattsPerKilogram_areOfTheWeightOnTheDayOfTheRide() {
        Session old = Histories.ride(1, TODAY.minusDays(300));
        Session recent = Histories.ride(2, TODAY.minusDays(3));
        ThresholdHistory weights = ThresholdHistory.always(
                        Thresholds.builder().weight(80).build())
                .from(TODAY.minusDays(100), Thresholds.builder().weight(70).build());

        Page page = Page.of(HtmlReport.builder(TrainingHistory.of(List.of(old, recent), weights), TODAY)
                .activities(List.of(Histories.streams(recent, 300, 9), Histories.streams(old, 400, 9)))
                .build());

        assertThat(page.text("power-curve"))
                .contains("800 W, 10.0 W/kg", "600 W, 8.6 W/kg")
                .doesNotContain("11.4 W/kg");
    }

    @Test
    void aRideWithoutPower_hasTicksThatDiffer() {
        Session ride = Histories.ride(1, TODAY);
        Samples zero = Samples.builder(0, 1, 2, 3)
                .channel(Samples.Channel.POWER, 0, 0, 0, 0)
                .build();

        Page page = Page.of(HtmlReport.builder(Histories.history(List.of(ride)), TODAY)
                .activities(List.of(ActivityMetrics.of(ride, zero, Thresholds.none())))
                .build());

        assertThat(page.in("power-curve", "text"))
                .filteredOn(text -> text.getAttribute("class").equals("tick y"))
                .extracting(Element::getTextContent)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"450, 1", "350, 0"})
    void aShortRun_isDrawnIfItHasAnEffortAndNeverSaidToBeWithoutStreams(int metres, int charts) {
        Session run = Histories.run(1, TODAY);
        double[] time = IntStream.rangeClosed(0, metres / 3).asDoubleStream().toArray();
        Samples samples = Samples.builder(time)
                .channel(
                        Samples.Channel.DISTANCE,
                        IntStream.rangeClosed(0, metres / 3)
                                .mapToDouble(i -> 3 * i)
                                .toArray())
                .build();

        Page page = Page.of(HtmlReport.builder(Histories.history(List.of(run)), TODAY)
                .activities(List.of(ActivityMetrics.of(run, samples, Thresholds.none())))
                .build());

        assertThat(page.charts("pace-curve")).isEqualTo(charts);
        assertThat(page.text("pace-curve")).doesNotContain("No streams");
    }
}
