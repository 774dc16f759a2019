package io.stravaai.analytics;

import java.time.LocalDate;

/**
 * The sums from the first of January to a day of the year.
 *
 * @param year which
 * @param until the last day that counts: the same day and month in each year, the 28th of February where there is no 29th
 * @param totals the sums
 */
public record YearToDate(int year, LocalDate until, Totals totals) {

    /**
     * What a goal for the year asks for until a day, if it is reached in equal steps: {@code goal * day of the year / days of the
     * year}.
     */
    public static double targetLine(double goal, LocalDate day) {
        return goal * day.getDayOfYear() / day.lengthOfYear();
    }
}
