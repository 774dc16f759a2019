package io.stravaai.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of an athlete's history have been listed: closed intervals of activity start times that neither touch nor
 * overlap, oldest first. Immutable.
 */
public final class Coverage {

    /** Stands for the beginning of every history. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    private static final Coverage NONE = new Coverage(List.of());

    private final List<Interval> intervals;

    private Coverage(List<Interval> intervals) {
        this.intervals = List.copyOf(intervals);
    }

    /** Nothing has been listed. */
    public static Coverage none() {
        return NONE;
    }

    /**
     * Reads what {@link #format()} wrote.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Coverage parse(String text) {
        Coverage coverage = NONE;
        for (String interval : text.split(",")) {
            if (!interval.isBlank()) {
                int slash = interval.indexOf('/');
                if (slash < 0) {
                    throw new IllegalArgumentException("Not a coverage: '" + text + "'");
                }
                coverage = coverage.plus(
                        Instant.parse(interval.substring(0, slash)), Instant.parse(interval.substring(slash + 1)));
            }
        }
        return coverage;
    }

    /** The intervals as ISO-8601, for a store: {@code from/to,from/to}; empty for none. */
    public String format() {
        StringBuilder text = new StringBuilder();
        for (Interval interval : intervals) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(interval.from())
                    .append('/')
                    .append(interval.to());
        }
        return text.toString();
    }

    /** This coverage and one interval more. Ends in the wrong order, or before {@link #BEGINNING}, cover nothing. */
    public Coverage plus(Instant from, Instant to) {
        Instant start = from.isBefore(BEGINNING) ? BEGINNING : from;
        if (to.isBefore(start)) {
            return this;
        }
        Instant end = to;
        List<Interval> merged = new ArrayList<>();
        for (Interval interval : intervals) {
            if (interval.to().isBefore(start) || interval.from().isAfter(end)) {
                merged.add(interval);
            } else {
                start = start.isBefore(interval.from()) ? start : interval.from();
                end = end.isAfter(interval.to()) ? end : interval.to();
            }
        }
        merged.add(new Interval(start, end));
        merged.sort(Comparator.comparing(Interval::from));
        return new Coverage(merged);
    }

    /** Oldest first. */
    public List<Interval> intervals() {
        return intervals;
    }

    /**
     * The start of the newest interval: what is older than it has still to be listed. Empty if nothing has been listed,
     * and if the newest interval reaches back to {@link #BEGINNING}.
     */
    public Optional<Instant> resumeBefore() {
        if (intervals.isEmpty()) {
            return Optional.empty();
        }
        Instant from = intervals.get(intervals.size() - 1).from();
        return from.equals(BEGINNING) ? Optional.empty() : Optional.of(from);
    }

    /** Whether the newest interval reaches back to {@link #BEGINNING}. */
    public boolean isComplete() {
        return intervals.size() == 1 && intervals.get(0).from().equals(BEGINNING);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Coverage that && intervals.equals(that.intervals);
    }

    @Override
    public int hashCode() {
        return intervals.hashCode();
    }

    @Override
    public String toString() {
        return format();
    }

    /**
     * Both ends belong to the interval.
     *
     * @param from the older end
     * @param to the newer end
     */
    public record Interval(Instant from, Instant to) {}
}
