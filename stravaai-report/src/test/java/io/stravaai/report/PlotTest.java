package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.MetricUnit;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class PlotTest {

    private static final double NONE = Double.NaN;

    @Test
    void line_atAGap_isBrokenAndLonePointsAreDots() {
        String path = path(line(1, 2, NONE, 3, NONE, 4, 5));

        assertThat(path.split("M", -1)).hasSize(4);
        assertThat(path).contains("l0 0");
        assertThat(path.chars().filter(c -> c == 'L')).hasSize(2);
    }

    @Test
    void area_atAGap_isTwoAreas() {
        Markup out = new Markup();
        plot(out).area(line(1, 2, NONE, 3, 4), "c1").end();

        assertThat(out.toString().split("class=\"area", -1)).hasSize(3);
    }

    @Test
    void line_ofGapsOnly_drawsNothing() {
        assertThat(path(line(NONE, NONE))).isEmpty();
    }

    @Test
    void labels_onAPhone_doNotTouch() {
        Markup out = new Markup();
        plot(out).end();
        List<Element> texts = Page.elements(Page.parse(out.toString()).getElementsByTagName("text"));

        // Letters of a phone are 18 units: digits and capitals take 13 above the line, what hangs below it takes 4.
        double gap = 4;
        assertThat(heights(texts, "tick y").min().orElseThrow() - 13)
                .isGreaterThanOrEqualTo(heights(texts, "unit").max().orElseThrow() + 4 + gap);
        assertThat(heights(texts, "tick x").min().orElseThrow() - 13)
                .isGreaterThanOrEqualTo(heights(texts, "tick y").max().orElseThrow() + gap);
    }

    private static DoubleStream heights(List<Element> texts, String style) {
        return texts.stream()
                .filter(text -> text.getAttribute("class").equals(style))
                .mapToDouble(text -> Double.parseDouble(text.getAttribute("y")));
    }

    private static ChartSeries line(double... y) {
        double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
        return ChartSeries.ofNumbers("line", MetricUnit.WATTS, "test", x, y);
    }

    private static Plot plot(Markup out) {
        return new Plot(
                out,
                "test",
                "W",
                Axis.numbers(0, 6, Units::trimmed),
                Axis.numbers(0, 5, Units::trimmed),
                Plot.WIDE,
                200);
    }

    private static String path(ChartSeries series) {
        Markup out = new Markup();
        plot(out).line(series, "c1").end();
        String svg = out.toString();
        int from = svg.indexOf(" d=\"") + 4;
        return svg.substring(from, svg.indexOf('"', from));
    }

    @ParameterizedTest
    @CsvSource({"0, 97, 0 20 40 60 80 100", "-23, 78, -40 -20 0 20 40 60 80", "0, 0, 0 1", "0, 12.7, 0 5 10 15"})
    void numbers_haveRoundTicksAroundAll(double min, double max, String labels) {
        Axis axis = Axis.numbers(min, max, Units::trimmed);

        assertThat(axis.min()).isLessThanOrEqualTo(min);
        assertThat(axis.max()).isGreaterThanOrEqualTo(max).isGreaterThan(axis.min());
        if (max > min) {
            assertThat(axis.ticks()).extracting(Axis.Tick::label).isEqualTo(List.of(labels.split(" ")));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "30, 9", "365, 13", "900, 11", "3650, 11", "14610, 11"})
    void days_haveAFewTicksHoweverManyTheyAre(int days, int most) {
        Axis axis = Axis.days(LocalDate.of(2026, 11, 20).minusDays(days), LocalDate.of(2026, 11, 20));

        assertThat(axis.ticks()).hasSizeLessThanOrEqualTo(most);
        assertThat(axis.ticks())
                .allSatisfy(tick -> assertThat(axis.share(tick.at())).isBetween(0.0, 1.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 10, 13, 18, 19, 22, 45, 61, 62, 90})
    void days_ofANewAthlete_haveTicks(int days) {
        LocalDate first = LocalDate.of(2026, 11, 3);

        assertThat(Axis.days(first, first.plusDays(days)).ticks()).hasSizeBetween(2, 10);
    }

    @Test
    void weeks_areTickedAtTheirMondays() {
        Axis axis = Axis.days(LocalDate.of(2026, 11, 3), LocalDate.of(2026, 11, 25));

        assertThat(axis.ticks()).extracting(Axis.Tick::label).containsExactly("9 Nov", "16 Nov", "23 Nov");
    }

    @ParameterizedTest
    @CsvSource({"2025-12-01, 2026-11-30, Dec", "2020-01-01, 2026-11-20, 2020"})
    void days_thatBeginWithAMonthOrYear_nameIt(LocalDate first, LocalDate last, String label) {
        assertThat(Axis.days(first, last).ticks().get(0)).isEqualTo(new Axis.Tick(first.toEpochDay(), label));
    }

    @Test
    void numbers_thatAreAllAlike_haveTicksThatDiffer() {
        assertThat(Axis.numbers(0, 0, Units::trimmed).ticks())
                .extracting(Axis.Tick::label)
                .containsExactly("0", "1");
    }

    @Test
    void paces_haveTheFastestOnTop() {
        Axis axis = Axis.paces(218, 330);

        assertThat(axis.share(218)).isGreaterThan(axis.share(330));
        assertThat(axis.ticks()).extracting(Axis.Tick::label).contains("4:00", "5:00");
    }

    @Test
    void logarithmic_spacesEqualRatiosEqually() {
        Axis axis = Axis.logarithmic(1, 100, new double[] {1, 10, 100, 1_000}, Units::duration);

        assertThat(axis.share(10)).isEqualTo(0.5);
        assertThat(axis.ticks()).hasSize(3);
    }
}
