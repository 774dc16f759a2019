package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;

/**
 * The Eddington number: the largest E so that on at least E days at least E units were covered. Days are local, all sessions of a
 * day count together, and a day's distance is cut to whole units. Immutable.
 */
public final class Eddington {

    private final DistanceUnit unit;
    private final long[] days;
    private final int number;

    private Eddington(DistanceUnit unit, long[] days) {
        this.unit = unit;
        this.days = days;
        int e = 0;
        while (e < days.length && days[days.length - 1 - e] >= e + 1) {
            e++;
        }
        this.number = e;
    }

    /** The number of these days, each with its metres. What is negative or not finite does not count. */
    public static Eddington of(Map<LocalDate, Double> metresByDay, DistanceUnit unit) {
        long[] days = metresByDay.values().stream()
                .filter(metres -> metres >= 0 && Double.isFinite(metres))
                .mapToLong(metres -> (long) Math.floor(metres / unit.metres()))
                .sorted()
                .toArray();
        return new Eddington(unit, days);
    }

    public DistanceUnit unit() {
        return unit;
    }

    /** The number; 0 if no day had a whole unit. */
    public int number() {
        return number;
    }

    /** On how many days at least so many units were covered. */
    public int daysWith(int units) {
        int index = Arrays.binarySearch(days, units);
        if (index < 0) {
            index = -index - 1;
        }
        while (index > 0 && days[index - 1] == units) {
            index--;
        }
        return days.length - index;
    }

    /** How many more days of at least so many units are needed for that number; 0 if it is reached. */
    public int daysNeeded(int target) {
        return Math.max(0, target - daysWith(target));
    }

    @Override
    public String toString() {
        return "Eddington[" + number + " " + unit + "]";
    }
}
