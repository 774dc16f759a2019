package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.IntensityDistribution;
import io.stravaai.analytics.MetricStatus;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.TimeInZones;
import io.stravaai.analytics.Zones;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The time in zones of heart rate and power, recently and in the last year. */
final class ZonesSection {

    private static final int YEAR = 365;

    private ZonesSection() {}

    static void write(Training training, Markup out) {
        out.element("h3", "Heart rate");
        heartRate(training, out);
        out.element("h3", "Power (rides)");
        power(training, out);
    }

    private static void heartRate(Training training, Markup out) {
        List<TimeInZones> year = times(training, YEAR, ActivityMetrics::heartRateZones);
        if (!year.isEmpty()) {
            bars(year, times(training, Training.RECENT, ActivityMetrics::heartRateZones), "bpm", out);
            pattern(year, out);
            return;
        }
        List<Session> sessions = training.history()
                .between(training.since(YEAR), training.today())
                .sessions();
        if (sessions.stream().noneMatch(session -> session.averageHeartRate().isPresent())) {
            Section.missing(out, "No session of the last 12 months has a heart rate.");
        } else {
            byAverage(training, out);
        }
    }

    /** Without streams only the average of a session has a zone. */
    private static void byAverage(Training training, Markup out) {
        Sums year = new Sums();
        Sums recent = new Sums();
        for (Session session : training.history().sessions()) {
            Zones zones = training.history()
                    .thresholds()
                    .on(session.day())
                    .heartRateZones(session.sportGroup())
                    .orElse(null);
            if (zones != null
                    && session.averageHeartRate().isPresent()
                    && session.movingSeconds().isPresent()
                    && !session.day().isBefore(training.since(YEAR))) {
                int zone = zones.zoneOf(session.averageHeartRate().getAsDouble());
                year.add(zones, zone, session.movingSeconds().getAsDouble());
                if (!session.day().isBefore(training.since(Training.RECENT))) {
                    recent.add(zones, zone, session.movingSeconds().getAsDouble());
                }
            }
        }
        if (year.isEmpty()) {
            Section.missing(
                    out,
                    "Heart rates are there, but no zones: give Thresholds with Strava's zones, or LTHR, or maximum (and resting)"
                            + " heart rate.");
            return;
        }
        bars(year, recent, "bpm", out);
        Section.note(
                out,
                "Whole sessions by the zone of their average heart rate, which hides what is above and below: no streams with"
                        + " heart rate are stored of the last 12 months. Store streams for the time in each zone.");
    }

    private static void power(Training training, Markup out) {
        List<TimeInZones> year = times(training, YEAR, ActivityMetrics::powerZones);
        if (!year.isEmpty()) {
            bars(year, times(training, Training.RECENT, ActivityMetrics::powerZones), "W", out);
            return;
        }
        boolean metered =
                training
                        .history()
                        .between(training.since(YEAR), training.today())
                        .only(SportGroup.RIDE)
                        .sessions()
                        .stream()
                        .anyMatch(session -> session.weightedPower().isPresent());
        if (training.thresholds().powerZones().isEmpty()) {
            Section.missing(
                    out,
                    metered
                            ? "Rides with power are there, but no zones: give Thresholds with FTP, or Strava's zones."
                            : "No ride of the last 12 months has a power meter's power, and no FTP is known.");
        } else {
            Section.missing(
                    out,
                    metered
                            ? "No streams with power are stored of the last 12 months: store streams."
                            : "No ride of the last 12 months has a power meter's power.");
        }
    }

    private static List<TimeInZones> times(
            Training training, int days, Function<ActivityMetrics, Optional<TimeInZones>> zones) {
        LocalDate since = training.since(days);
        return training.activities().stream()
                .filter(activity -> !activity.session().day().isBefore(since))
                .map(zones)
                .flatMap(Optional::stream)
                .filter(time -> time.status() == MetricStatus.OK)
                .toList();
    }

    private static void bars(List<TimeInZones> year, List<TimeInZones> recent, String unit, Markup out) {
        bars(Sums.of(year), Sums.of(recent), unit, out);
    }

    private static void bars(Sums year, Sums recent, String unit, Markup out) {
        Section.table(out, "zones", "", "12 months", "", "90 days", "");
        for (int zone = 1; zone <= year.count(); zone++) {
            out.open("tr")
                    .open("td")
                    .text("Z" + zone + " ")
                    .element("small", year.range(zone, unit))
                    .close();
            bar(year, zone, out);
            bar(recent, zone, out);
            out.close();
        }
        out.close().close();
    }

    private static void bar(Sums sums, int zone, Markup out) {
        out.open("td", "class", "share");
        if (sums.seconds(zone) > 0) {
            String width = String.format(Locale.ROOT, "width:%.1f%%", 100 * sums.share(zone));
            out.element("span", "", "class", "z" + zone, "style", width);
        }
        out.close();
        out.open("td").text(sums.isEmpty() ? Units.UNKNOWN : Units.time(sums.seconds(zone)) + " ");
        out.element("small", sums.isEmpty() ? "" : Units.percent(sums.share(zone)))
                .close();
    }

    private static void pattern(List<TimeInZones> year, Markup out) {
        IntensityDistribution distribution = IntensityDistribution.of(year);
        if (distribution.shares().isEmpty()) {
            return;
        }
        List<Double> shares = distribution.shares();
        Section.note(
                out,
                "Low, moderate and high: " + Units.percent(shares.get(0)) + ", " + Units.percent(shares.get(1)) + ", "
                        + Units.percent(shares.get(2)) + ", which is called "
                        + distribution.pattern().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (distribution.polarizationIndex().isPresent()
                                ? " (polarization index "
                                        + Units.decimal(
                                                distribution.polarizationIndex().get(), 2)
                                        + ")"
                                : "")
                        + ".");
    }

    /** Seconds in zones; only zones of the same number can be added, so those of the latest decide. */
    private static final class Sums {

        private double[] seconds = {};
        private @Nullable Zones zones;
        private boolean alike = true;

        static Sums of(List<TimeInZones> times) {
            Sums sums = new Sums();
            for (TimeInZones time : times) {
                List<Double> each = time.seconds();
                for (int i = 0; i < each.size(); i++) {
                    sums.add(time.zones(), i + 1, each.get(i));
                }
            }
            return sums;
        }

        void add(Zones of, int zone, double more) {
            if (zones == null || zones.count() != of.count()) {
                seconds = new double[of.count()];
                alike = true;
            } else {
                alike &= zones.equals(of);
            }
            zones = of;
            seconds[zone - 1] += more;
        }

        boolean isEmpty() {
            return total() == 0;
        }

        int count() {
            return seconds.length;
        }

        double seconds(int zone) {
            return zone <= seconds.length ? seconds[zone - 1] : 0;
        }

        double share(int zone) {
            return isEmpty() ? 0 : seconds(zone) / total();
        }

        private double total() {
            double total = 0;
            for (double each : seconds) {
                total += each;
            }
            return total;
        }

        /** Where a zone lies, if it is the same in all. */
        String range(int zone, String unit) {
            if (zones == null || !alike) {
                return "";
            }
            List<String> bounds = new ArrayList<>();
            zones.bounds().forEach(bound -> bounds.add(Units.decimal(bound, 0)));
            if (zone == 1) {
                return "to " + bounds.get(0) + " " + unit;
            }
            return zone > bounds.size()
                    ? "above " + bounds.get(zone - 2) + " " + unit
                    : bounds.get(zone - 2) + "–" + bounds.get(zone - 1) + " " + unit;
        }
    }
}
