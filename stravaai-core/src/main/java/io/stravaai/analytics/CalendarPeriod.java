package io.stravaai.analytics;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** A stretch of the calendar, of local days. New ones may be added. */
public enum CalendarPeriod {
    DAY,
    /** Monday to Sunday. */
    ISO_WEEK,
    /** Sunday to Saturday. */
    WEEK_FROM_SUNDAY,
    MONTH,
    YEAR;

    /** The first day of the period to which a day belongs. */
    public LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case ISO_WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case WEEK_FROM_SUNDAY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    /** The last day of the period to which a day belongs. */
    public LocalDate lastDay(LocalDate day) {
        return next(day).minusDays(1);
    }

    /** The first day of the period after that to which a day belongs. */
    public LocalDate next(LocalDate day) {
        LocalDate first = firstDay(day);
        return switch (this) {
            case DAY -> first.plusDays(1);
            case ISO_WEEK, WEEK_FROM_SUNDAY -> first.plusDays(7);
            case MONTH -> first.plusMonths(1);
            case YEAR -> first.plusYears(1);
        };
    }
}
