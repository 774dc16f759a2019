package io.stravaai.benchmarks.syncmodel;

import io.stravaai.benchmarks.syncmodel.Change.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A contender that runs every six hours for a year, and for 30 days more in which nothing happens at Strava. What was
 * there before the year it has listed once.
 */
final class Simulation {

    static final Duration EVERY = Duration.ofHours(6);
    static final Duration REST = Duration.ofDays(30);

    private final Contender contender;
    private final Map<Long, Integer> truth = new HashMap<>();
    private final List<Change> unnoticed = new ArrayList<>();
    private final Map<Kind, List<Double>> hours = new EnumMap<>(Kind.class);

    private Simulation(Contender contender) {
        this.contender = contender;
        for (Kind kind : Kind.values()) {
            hours.put(kind, new ArrayList<>());
        }
    }

    /** How what is stored differs from Strava. */
    record Difference(int missed, int stale, int zombies) {}

    /**
     * What came of it.
     *
     * @param activities how many activities there are at Strava in the end
     * @param runs how often the contender ran in the year
     * @param listCalls requests for lists in the year
     * @param otherCalls other requests in the year
     * @param hours from each change until a run that ended with it stored; infinite if that never came. A change of an
     *     activity that the contender did not hold, and one overtaken by a deletion, are not among them.
     */
    record Outcome(
            int activities,
            Difference atEndOfYear,
            Difference atRest,
            int runs,
            long listCalls,
            long otherCalls,
            Map<Kind, List<Double>> hours) {

        double listCallsPerRun() {
            return (double) listCalls / runs;
        }

        double otherCallsPerRun() {
            return (double) otherCalls / runs;
        }
    }

    /** Closes the contender. */
    static Outcome run(List<Change> changes, Contender contender) {
        try (contender) {
            return new Simulation(contender).run(changes);
        }
    }

    private Outcome run(List<Change> changes) {
        Instant now = AthleteHistory.YEAR_BEGINS;
        int next = happen(changes, 0, now);
        unnoticed.clear();
        contender.poll(now);
        long listCalls = contender.listCalls();
        long otherCalls = contender.otherCalls();
        int runs = 0;
        while (now.isBefore(AthleteHistory.YEAR_ENDS)) {
            now = now.plus(EVERY);
            next = happen(changes, next, now);
            contender.poll(now);
            runs++;
            notice(now);
        }
        listCalls = contender.listCalls() - listCalls;
        otherCalls = contender.otherCalls() - otherCalls;
        Difference atEndOfYear = difference();
        Instant rested = now.plus(REST);
        while (now.isBefore(rested)) {
            now = now.plus(EVERY);
            contender.poll(now);
            notice(now);
        }
        unnoticed.forEach(change -> hours(change).add(Double.POSITIVE_INFINITY));
        return new Outcome(truth.size(), atEndOfYear, difference(), runs, listCalls, otherCalls, hours);
    }

    /** Lets happen what is due by now, and answers which change is the next. */
    private int happen(List<Change> changes, int first, Instant now) {
        int next = first;
        for (; next < changes.size() && !changes.get(next).at().isAfter(now); next++) {
            Change change = changes.get(next);
            contender.change(change);
            switch (change.kind()) {
                case NEW, LATE -> {
                    truth.put(change.id(), change.version());
                    unnoticed.add(change);
                }
                case EDIT -> {
                    truth.put(change.id(), change.version());
                    addIfHeld(change);
                }
                case DELETE -> {
                    truth.remove(change.id());
                    unnoticed.removeIf(earlier -> earlier.id() == change.id());
                    addIfHeld(change);
                }
            }
        }
        return next;
    }

    private void addIfHeld(Change change) {
        if (contender.version(change.id()).isPresent()) {
            unnoticed.add(change);
        }
    }

    private void notice(Instant now) {
        for (Iterator<Change> changes = unnoticed.iterator(); changes.hasNext(); ) {
            Change change = changes.next();
            OptionalInt version = contender.version(change.id());
            boolean noticed = change.kind() == Kind.DELETE
                    ? version.isEmpty()
                    : version.isPresent() && version.getAsInt() >= change.version();
            if (noticed) {
                hours(change).add(Duration.between(change.at(), now).toSeconds() / 3600.0);
                changes.remove();
            }
        }
    }

    private List<Double> hours(Change change) {
        return hours.computeIfAbsent(change.kind(), any -> new ArrayList<>());
    }

    private Difference difference() {
        Map<Long, Integer> stored = contender.versions();
        int missed = 0;
        int stale = 0;
        for (Map.Entry<Long, Integer> activity : truth.entrySet()) {
            Integer version = stored.get(activity.getKey());
            missed += version == null ? 1 : 0;
            stale += version != null && version < activity.getValue() ? 1 : 0;
        }
        int zombies = 0;
        for (Long id : stored.keySet()) {
            zombies += truth.containsKey(id) ? 0 : 1;
        }
        return new Difference(missed, stale, zombies);
    }
}
