package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * An athlete's {@link Thresholds} over time: each holds from its day on, in what it names, until a later one names it again.
 * So an activity is measured by what held when it was done. Immutable.
 *
 * <p>Before the first day nothing is known, unless there is an entry at {@link LocalDate#MIN}, as in {@link #always}.
 */
public final class ThresholdHistory {

    private static final ThresholdHistory EMPTY = new ThresholdHistory(new TreeMap<>());

    /** What was given. */
    private final NavigableMap<LocalDate, Thresholds> given;
    /** What holds from each day on. */
    private final NavigableMap<LocalDate, Thresholds> inForce;

    private ThresholdHistory(NavigableMap<LocalDate, Thresholds> given) {
        this.given = given;
        this.inForce = new TreeMap<>();
        Thresholds known = Thresholds.none();
        for (Map.Entry<LocalDate, Thresholds> entry : given.entrySet()) {
            known = known.updatedBy(entry.getValue());
            inForce.put(entry.getKey(), known);
        }
    }

    /** Nothing is known of any day. */
    public static ThresholdHistory empty() {
        return EMPTY;
    }

    /** The same on all days: for who has no history. */
    public static ThresholdHistory always(Thresholds thresholds) {
        return EMPTY.from(LocalDate.MIN, thresholds);
    }

    /** This, and from a day on what these thresholds name. An entry of the same day is replaced. */
    public ThresholdHistory from(LocalDate day, Thresholds thresholds) {
        NavigableMap<LocalDate, Thresholds> more = new TreeMap<>(given);
        more.put(Objects.requireNonNull(day, "day"), Objects.requireNonNull(thresholds, "thresholds"));
        return new ThresholdHistory(more);
    }

    /** What holds on a day. */
    public Thresholds on(LocalDate day) {
        Map.Entry<LocalDate, Thresholds> entry = inForce.floorEntry(day);
        return entry == null ? Thresholds.none() : entry.getValue();
    }

    /** The entries by the day from which they hold, each with what it names itself. */
    public NavigableMap<LocalDate, Thresholds> entries() {
        return Collections.unmodifiableNavigableMap(given);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ThresholdHistory that && given.equals(that.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }

    @Override
    public String toString() {
        return "ThresholdHistory" + given.keySet();
    }
}
