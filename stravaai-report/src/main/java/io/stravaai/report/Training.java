package io.stravaai.report;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.MetricValue;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.Totals;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a report is about. Immutable.
 *
 * @param history the sessions up to today
 * @param load their load up to today
 * @param activities their metrics, as far as they were given, the first of all first
 * @param names of activities
 */
record Training(
        TrainingHistory history,
        LoadSeries load,
        List<ActivityMetrics> activities,
        Function<ActivityId, Optional<String>> names,
        LocalDate today,
        Units units) {

    /** What counts as recent beside all time, in days. */
    static final int RECENT = 90;

    /** A sum that lacks more than a tenth of its sessions is none of all, and cannot be compared. */
    private static final double WHOLE = 0.9;

    /** So many years are shown one by one. */
    static final int YEARS = 20;

    boolean isEmpty() {
        return history.sessions().isEmpty();
    }

    LocalDate first() {
        return isEmpty() ? today : history.sessions().get(0).day();
    }

    /** The first of so many days up to today. */
    LocalDate since(int days) {
        return today.minusDays(days - 1L);
    }

    Thresholds thresholds() {
        return history.thresholds().on(today);
    }

    /** The sports that were done, the one with most sessions first. */
    List<SportGroup> sports() {
        Map<SportGroup, Integer> sessions = new EnumMap<>(SportGroup.class);
        history.sessions().forEach(session -> sessions.merge(session.sportGroup(), 1, Integer::sum));
        return sessions.keySet().stream()
                .sorted(Comparator.comparing(sessions::get, Comparator.reverseOrder()))
                .toList();
    }

    /** The metrics of one sport's activities. */
    List<ActivityMetrics> activities(SportGroup sport) {
        return activities.stream()
                .filter(activity -> activity.session().sportGroup() == sport)
                .toList();
    }

    /** Those of them that are recent. */
    List<ActivityMetrics> recent(List<ActivityMetrics> all) {
        return all.stream()
                .filter(activity -> !activity.session().day().isBefore(since(RECENT)))
                .toList();
    }

    /** The sums over days, both included. */
    Totals totals(LocalDate first, LocalDate last) {
        return history.between(first, last).totals();
    }

    /** Whether a value can be compared: there is one, and it is known of nearly all sessions. */
    static boolean isWhole(MetricValue value) {
        return value.isPresent() && value.coverage() >= WHOLE;
    }

    /** The name of an activity; empty if it has none. */
    String name(Session session) {
        return names.apply(session.id()).map(String::strip).orElse("");
    }

    static String nameOf(SportGroup sport) {
        return switch (sport) {
            case RIDE -> "Rides";
            case RUN -> "Runs";
            case SWIM -> "Swims";
            case WALK -> "Walks and hikes";
            case OTHER -> "Other";
        };
    }

    /** The class of a sport's colour. */
    static String styleOf(SportGroup sport) {
        return switch (sport) {
            case RIDE -> "c1";
            case RUN -> "c2";
            case SWIM -> "c3";
            case WALK -> "c4";
            case OTHER -> "c5";
        };
    }

    /** The sports in the order in which they are always shown. */
    List<SportGroup> orderedSports() {
        List<SportGroup> done = sports();
        return Arrays.stream(SportGroup.values()).filter(done::contains).toList();
    }

    /** How far a period has come today, beside the same part of the one before. */
    LocalDate sameDayBefore(CalendarPeriod period) {
        LocalDate first = period.firstDay(today);
        LocalDate before = period.firstDay(first.minusDays(1));
        LocalDate day = switch (period) {
            case MONTH -> today.minusMonths(1);
            case YEAR -> today.minusYears(1);
            case DAY, ISO_WEEK, WEEK_FROM_SUNDAY -> before.plusDays(today.toEpochDay() - first.toEpochDay());
        };
        // The last day of a period is the whole of it, however long the other one is.
        return period.lastDay(today).equals(today) ? first.minusDays(1) : day;
    }
}
