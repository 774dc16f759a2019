package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.IntensityDistribution;
import io.stravaai.analytics.MetricStatus;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.TimeInZones;
import io.stravaai.analytics.Zones;
import io.stravaai.model.ActivityId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
        List<Session> sessions = training.history().between(training.since(YEAR), training.today()).sessions().stream()
                .filter(session -> session.averageHeartRate().isPresent())
                .toList();
        Shares streams = streams(training, ActivityMetrics::heartRateZones);
        if (!streams.isEmpty()) {
            bars(training, streams, "bpm", out);
            beside(streams, sessions, out);
            pattern(streams, out);
        } else if (sessions.isEmpty()) {
            Section.missing(out, "No session of the last 12 months has a heart rate.");
        } else {
            byAverage(training, sessions, out);
        }
    }

    /** Says of how many sessions with heart rate the time in zones is. */
    private static void beside(Shares streams, List<Session> sessions, Markup out) {
        Set<ActivityId> with = new HashSet<>();
        streams.all().forEach(share -> with.add(share.session().id()));
        long others = sessions.stream()
                .filter(session -> !with.contains(session.id()))
                .count();
        if (others > 0) {
            Section.note(
                    out,
                    "Of " + with.size() + " of " + Units.count(with.size() + others, "session", "sessions")
                            + " with heart rate in the last 12 months: of the others no streams are stored, or no zones known.");
        }
    }

    /** Without streams only the average of a session has a zone. */
    private static void byAverage(Training training, List<Session> sessions, Markup out) {
        List<Share> shares = new ArrayList<>();
        for (Session session : sessions) {
            Zones zones = training.history()
                    .thresholds()
                    .on(session.day())
                    .heartRateZones(session.sportGroup())
                    .orElse(null);
            if (zones != null && session.movingSeconds().isPresent()) {
                double[] seconds = new double[zones.count()];
                seconds[zones.zoneOf(session.averageHeartRate().orElse(0)) - 1] =
                        session.movingSeconds().getAsDouble();
                shares.add(
                        new Share(session, zones, Arrays.stream(seconds).boxed().toList(), null));
            }
        }
        if (shares.isEmpty()) {
            Section.missing(
                    out,
                    "Heart rates are there, but no zones: give Thresholds with Strava's zones, or LTHR, or maximum (and resting)"
                            + " heart rate.");
            return;
        }
        bars(training, new Shares(shares), "bpm", out);
        Section.note(
                out,
                "Whole sessions by the zone of their average heart rate, which hides what is above and below: no streams with"
                        + " heart rate are stored of the last 12 months. Store streams for the time in each zone.");
    }

    private static void power(Training training, Markup out) {
        Shares streams = streams(training, ActivityMetrics::powerZones);
        if (!streams.isEmpty()) {
            bars(training, streams, "W", out);
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

    private static Shares streams(Training training, Function<ActivityMetrics, Optional<TimeInZones>> zones) {
        LocalDate since = training.since(YEAR);
        List<Share> shares = new ArrayList<>();
        for (ActivityMetrics activity : training.activities()) {
            TimeInZones time = zones.apply(activity).orElse(null);
            if (time != null
                    && time.status() == MetricStatus.OK
                    && !activity.session().day().isBefore(since)) {
                shares.add(new Share(activity.session(), time.zones(), time.seconds(), time));
            }
        }
        return new Shares(shares);
    }

    private static void bars(Training training, Shares shares, String unit, Markup out) {
        LocalDate since = training.since(Training.RECENT);
        Sums year = new Sums(shares.comparable());
        Sums recent = new Sums(shares.comparable().stream()
                .filter(share -> !share.session().day().isBefore(since))
                .toList());
        Section.table(out, "zones", "Zone", "12 months", "12 months, time", "90 days", "90 days, time");
        for (int zone = 1; zone <= year.count(); zone++) {
            out.open("tr")
                    .open("th", "scope", "row")
                    .text("Z" + zone + " ")
                    .element("small", year.range(zone, unit))
                    .close();
            bar(year, zone, out);
            bar(recent, zone, out);
            out.close();
        }
        out.close().close();
        int left = shares.all().size() - shares.comparable().size();
        if (left > 0) {
            Section.note(
                    out,
                    "Without " + Units.count(left, "session", "sessions")
                            + " with another number of zones than the latest.");
        }
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

    private static void pattern(Shares streams, Markup out) {
        IntensityDistribution distribution = IntensityDistribution.of(streams.comparable().stream()
                .flatMap(share -> Stream.ofNullable(share.streams()))
                .toList());
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

    /**
     * The seconds of a session in each of these zones.
     *
     * @param streams where they come from; null if all of the session is in the zone of its average
     */
    private record Share(
            Session session,
            Zones zones,
            List<Double> seconds,
            @Nullable TimeInZones streams) {}

    /**
     * The time in zones of sessions.
     *
     * @param all by their start
     */
    private record Shares(List<Share> all) {

        boolean isEmpty() {
            return all.isEmpty();
        }

        /** Those with as many zones as the latest: others cannot be added to it. */
        List<Share> comparable() {
            return all.stream()
                    .filter(share -> share.zones().count()
                            == all.get(all.size() - 1).zones().count())
                    .toList();
        }
    }

    /** Seconds in zones, of which there is the same number in all. */
    private static final class Sums {

        private final double[] seconds;
        private final @Nullable Zones zones;
        private final boolean alike;

        Sums(List<Share> shares) {
            this.zones = shares.isEmpty() ? null : shares.get(shares.size() - 1).zones();
            this.alike = shares.stream().map(Share::zones).distinct().count() == 1;
            this.seconds = new double[zones == null ? 0 : zones.count()];
            for (Share share : shares) {
                for (int i = 0; i < seconds.length; i++) {
                    seconds[i] += share.seconds().get(i);
                }
            }
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
