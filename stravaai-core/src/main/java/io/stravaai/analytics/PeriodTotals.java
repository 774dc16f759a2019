package io.stravaai.analytics;

import java.time.LocalDate;

/**
 * The sums over the sessions of a period.
 *
 * @param first its first day
 * @param last its last day
 * @param complete whether it was over on the day for which it was asked
 * @param totals the sums
 */
public record PeriodTotals(LocalDate first, LocalDate last, boolean complete, Totals totals) {}
