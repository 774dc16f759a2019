package io.stravaai.examples.quickstart;

import io.stravaai.Analytics;
import io.stravaai.analytics.ChartSeries;
import io.stravaai.analytics.PowerCurve;
import io.stravaai.model.AthleteId;
import io.stravaai.report.ChartImage;
import io.stravaai.report.HtmlReport;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.jdbc.JdbcStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** The code of docs/report.md. */
final class ReportPage {

    private ReportPage() {}

    static void write(JdbcStores stores, Analytics analytics, AthleteId athlete, PowerCurve curve, LocalDate today)
            throws IOException {
        // readme:begin
        var report = HtmlReport.builder(analytics, athlete, today)
                .title("My training")
                .names(id -> stores.activities().find(athlete, id).flatMap(StoredActivity::name))
                .build();
        Files.writeString(Path.of("report.html"), report.toHtml());

        var load = ChartImage.of("Load", ChartSeries.of(analytics.load(athlete, today)));
        Files.write(Path.of("load.png"), load.size(1200, 500).toPng());

        var power = ChartImage.of("Power curve", List.of(ChartSeries.of(curve))).logarithmic();
        Files.writeString(Path.of("power.svg"), power.toSvg());
        // readme:end
    }
}
