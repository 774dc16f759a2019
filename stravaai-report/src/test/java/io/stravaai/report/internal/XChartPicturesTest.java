package io.stravaai.report.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.MetricUnit;
import io.stravaai.analytics.MetricValue;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.style.XYStyler;

class XChartPicturesTest {

    @Test
    void days_areLabelledWithTheDayHoweverManyTheyAre() {
        LocalDate first = LocalDate.of(2025, 11, 20);
        ChartSeries year = ChartSeries.ofDays(
                "CTL",
                List.of(first, first.plusYears(1)),
                day -> day,
                day -> MetricValue.of(1, MetricUnit.POINTS, "test"));

        assertThat(styler(year).getxAxisTickLabelsFormattingFunction().apply((double) first.toEpochDay()))
                .isEqualTo("20 Nov 2025");
    }

    @Test
    void values_areLabelledWithoutWhatBinaryFractionsLeave() {
        ChartSeries numbers = ChartSeries.ofNumbers(
                "a", MetricUnit.WATTS, "test", new double[] {1, 2}, new double[] {84.80000000000001, 85});

        assertThat(styler(numbers).getYAxisDecimalPattern()).isEqualTo("#,##0.###");
    }

    private static XYStyler styler(ChartSeries series) {
        try {
            return new XChartPictures("test", List.of(series), 900, 420, false)
                    .chart()
                    .getStyler();
        } catch (IllegalStateException e) {
            return abort(e.getMessage());
        }
    }
}
