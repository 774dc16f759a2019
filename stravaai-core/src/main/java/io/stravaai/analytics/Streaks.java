package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Periods without a break, each with at least one session: days, weeks or months in a row. Immutable.
 *
 * <p>The current streak lives until a whole period has gone by without a session: who has not trained today can still do so.
 */
public final class Streaks {

    private final List<Streak> streaks;
    private final LocalDate alive;

    /**
     * Periods in a row.
     *
     * @param length how many
     * @param first the first day of the first period
     * @param last the last day of the last period
     */
    public record Streak(int length, LocalDate first, LocalDate last) {}

    private Streaks(List<Streak> streaks, LocalDate alive) {
        this.streaks = List.copyOf(streaks);
        this.alive = alive;
    }

    /**
     * The streaks of these days.
     *
     * @param days days with a session; later ones than today do not count
     */
    public static Streaks of(Collection<LocalDate> days, CalendarPeriod period, LocalDate today) {
        TreeSet<LocalDate> periods = new TreeSet<>();
        for (LocalDate day : days) {
            if (!day.isAfter(today)) {
                periods.add(period.firstDay(day));
            }
        }
        List<Streak> streaks = new ArrayList<>();
        int length = 0;
        LocalDate first = today;
        LocalDate expected = LocalDate.MIN;
        for (LocalDate start : periods) {
            if (!start.equals(expected)) {
                if (length > 0) {
                    streaks.add(new Streak(length, first, expected.minusDays(1)));
                }
                first = start;
                length = 0;
            }
            length++;
            expected = period.next(start);
        }
        if (length > 0) {
            streaks.add(new Streak(length, first, expected.minusDays(1)));
        }
        // A streak that reaches the period before the current one is not broken yet.
        return new Streaks(streaks, period.firstDay(today).minusDays(1));
    }

    /** All streaks, the oldest first. */
    public List<Streak> all() {
        return streaks;
    }

    /** The longest; of equally long ones the first. Empty if there was no session. */
    public Optional<Streak> longest() {
        return streaks.stream().reduce((one, other) -> other.length() > one.length() ? other : one);
    }

    /** The one that is not broken yet; empty if there is none. */
    public Optional<Streak> current() {
        return streaks.isEmpty() || streaks.get(streaks.size() - 1).last().isBefore(alive)
                ? Optional.empty()
                : Optional.of(streaks.get(streaks.size() - 1));
    }

    @Override
    public String toString() {
        return "Streaks[" + streaks.size() + "]";
    }
}
