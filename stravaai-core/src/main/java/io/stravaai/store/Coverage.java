package io.stravaai.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of an athlete's history have been listed, and when: closed intervals of activity start times, oldest first,
 * that may touch but not overlap. Each is about as long as one page reaches. Immutable.
 */
public final class Coverage {

    /** Stands for the beginning of every history. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    /** Later than any start. */
    public static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

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
        List<Interval> intervals = new ArrayList<>();
        for (String interval : text.split(",")) {
            if (!interval.isBlank()) {
                String[] parts = interval.split("/", -1);
                if (parts.length != 3) {
                    throw new IllegalArgumentException("Not a coverage: '" + text + "'");
                }
                intervals.add(new Interval(Instant.parse(parts[0]), Instant.parse(parts[1]), Instant.parse(parts[2])));
            }
        }
        return new Coverage(intervals);
    }

    /** The intervals as ISO-8601, for a store: {@code from/to/listedAt,from/to/listedAt}; empty for none. */
    public String format() {
        StringBuilder text = new StringBuilder();
        for (Interval interval : intervals) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(interval.from())
                    .append('/')
                    .append(interval.to())
                    .append('/')
                    .append(interval.listedAt());
        }
        return text.toString();
    }

    /**
     * This coverage after one more listing. What it reached counts as listed at this instant, whatever was there before.
     * Ends in the wrong order, or before {@link #BEGINNING}, cover nothing.
     *
     * <p>What remains of an interval below the new one joins its older neighbour, if that was listed no later, and takes its
     * instant: so windows that slide do not fall to pieces, and no part ever counts as listed later than it was. A rest
     * that was listed earlier than its neighbour stays by itself until a page from its newer end covers both; joined, it
     * would pass its age on through the whole history, page after page.
     */
    public Coverage listed(Instant from, Instant to, Instant at) {
        Instant start = from.isBefore(BEGINNING) ? BEGINNING : from;
        if (to.isBefore(start)) {
            return this;
        }
        List<Interval> next = new ArrayList<>();
        for (Interval old : intervals) {
            if (old.from().isBefore(start)) {
                boolean cut = old.to().isAfter(start);
                Interval rest = new Interval(old.from(), cut ? start : old.to(), old.listedAt());
                Interval below = next.isEmpty() ? null : next.get(next.size() - 1);
                if (cut && below != null && below.absorbs(rest)) {
                    next.set(next.size() - 1, below.joined(rest));
                } else {
                    next.add(rest);
                }
            }
        }
        next.add(new Interval(start, to, at));
        for (Interval old : intervals) {
            if (old.to().isAfter(to)) {
                next.add(new Interval(old.from().isBefore(to) ? to : old.from(), old.to(), old.listedAt()));
            }
        }
        return new Coverage(next);
    }

    /** This coverage as if the interval had never been listed. */
    public Coverage without(Instant from, Instant to) {
        List<Interval> next = new ArrayList<>();
        for (Interval old : intervals) {
            if (old.to().isBefore(from) || old.from().isAfter(to)) {
                next.add(old);
                continue;
            }
            if (old.from().isBefore(from)) {
                next.add(new Interval(old.from(), from.minusSeconds(1), old.listedAt()));
            }
            if (old.to().isAfter(to)) {
                next.add(new Interval(to.plusSeconds(1), old.to(), old.listedAt()));
            }
        }
        next.removeIf(interval -> interval.to().isBefore(interval.from()));
        return new Coverage(next);
    }

    /** Oldest first. */
    public List<Interval> intervals() {
        return intervals;
    }

    /**
     * Below which start the newest part lies that has never been listed. Empty if nothing has been listed at all, and if
     * nothing is left to be listed.
     */
    public Optional<Instant> resumeBefore() {
        return intervals.isEmpty()
                ? Optional.empty()
                : gapBelow(intervals.get(intervals.size() - 1).to(), BEGINNING);
    }

    /**
     * Below which start, within these bounds, the newest part lies that has never been listed. Empty if all of it was
     * listed.
     */
    public Optional<Instant> gapBelow(Instant newest, Instant oldest) {
        Instant covered = newest;
        for (int i = intervals.size() - 1; i >= 0; i--) {
            Interval interval = intervals.get(i);
            if (interval.to().isBefore(covered)) {
                return Optional.of(covered);
            }
            if (interval.from().isBefore(covered)) {
                covered = interval.from();
            }
            if (!covered.isAfter(oldest)) {
                return Optional.empty();
            }
        }
        return covered.isAfter(oldest) ? Optional.of(covered) : Optional.empty();
    }

    /** Whether everything back to {@link #BEGINNING} has been listed. */
    public boolean isComplete() {
        return !intervals.isEmpty() && resumeBefore().isEmpty();
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
     * @param listedAt when it was last listed
     */
    public record Interval(Instant from, Instant to, Instant listedAt) {

        private boolean absorbs(Interval newer) {
            return !to.isBefore(newer.from) && !listedAt.isAfter(newer.listedAt);
        }

        private Interval joined(Interval newer) {
            return new Interval(from, newer.to, listedAt);
        }
    }
}
