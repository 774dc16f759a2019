package io.stravaai.analytics;

import io.stravaai.model.ActivityId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Personal bests over distances, and how they came about. Immutable. */
public final class PersonalBests {

    private final NavigableMap<Double, List<Entry>> progressions;

    /**
     * An effort over a distance.
     *
     * @param day when
     * @param activity in which
     * @param distance in metres
     * @param seconds how long it took
     */
    public record Entry(LocalDate day, ActivityId activity, double distance, double seconds) {}

    private PersonalBests(NavigableMap<Double, List<Entry>> progressions) {
        this.progressions = progressions;
    }

    /** Of the best efforts of these activities; give it those of one sport. */
    public static PersonalBests of(Collection<ActivityMetrics> activities) {
        List<Entry> efforts = new ArrayList<>();
        for (ActivityMetrics activity : activities) {
            for (BestEffort effort : activity.bestEfforts()) {
                efforts.add(new Entry(
                        activity.session().day(),
                        activity.session().id(),
                        effort.distance(),
                        effort.time().get()));
            }
        }
        return ofEfforts(efforts);
    }

    /** Of these efforts, in any order. Those whose time is not positive do not count. */
    public static PersonalBests ofEfforts(Collection<Entry> efforts) {
        NavigableMap<Double, List<Entry>> progressions = new TreeMap<>();
        efforts.stream()
                .filter(effort -> effort.seconds() > 0 && Double.isFinite(effort.seconds()))
                .sorted(Comparator.comparing(Entry::day)
                        .thenComparingDouble(Entry::seconds)
                        .thenComparing(Entry::activity))
                .forEach(effort -> {
                    List<Entry> bests = progressions.computeIfAbsent(effort.distance(), key -> new ArrayList<>());
                    if (bests.isEmpty()
                            || effort.seconds() < bests.get(bests.size() - 1).seconds()) {
                        bests.add(effort);
                    }
                });
        progressions.replaceAll((distance, bests) -> List.copyOf(bests));
        return new PersonalBests(Collections.unmodifiableNavigableMap(progressions));
    }

    /** The best over a distance; empty if there is none. */
    public Optional<Entry> best(double distance) {
        List<Entry> bests = progression(distance);
        return bests.isEmpty() ? Optional.empty() : Optional.of(bests.get(bests.size() - 1));
    }

    /** The bests over a distance, the oldest first, each faster than all before it. As fast as before is no new best. */
    public List<Entry> progression(double distance) {
        return progressions.getOrDefault(distance, List.of());
    }

    /** The progressions by distance. */
    public NavigableMap<Double, List<Entry>> progressions() {
        return progressions;
    }

    @Override
    public String toString() {
        return "PersonalBests" + progressions.keySet();
    }
}
