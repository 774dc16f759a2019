/**
 * Metrics of training: pure functions over values. Nothing here knows Strava's API, a store or a clock; everything is
 * immutable, and safe for many threads.
 *
 * <ul>
 *   <li><b>A number is a {@link io.stravaai.analytics.MetricValue}</b>: value, unit, the variant of the formula, a status and
 *       the coverage. Where an input is missing there is a status and no value: missing is never zero.
 *   <li><b>Nothing is thrown for bad data.</b> Streams with gaps, jumps, nonsense and unequal lengths are cleaned by
 *       {@link io.stravaai.analytics.Samples}, and what is left decides about the status. Exceptions are for arguments that a
 *       program got wrong, such as a negative threshold.
 *   <li><b>Days are local</b>: those of the place where the activity began.
 *   <li><b>Thresholds are dated</b>: {@link io.stravaai.analytics.ThresholdHistory}. Today's FTP never rewrites last year.
 *   <li><b>Units</b> are SI unless a name says otherwise: seconds, metres, metres per second, watts, kilograms; heart rates in
 *       beats per minute.
 * </ul>
 */
@NullMarked
package io.stravaai.analytics;

import org.jspecify.annotations.NullMarked;
