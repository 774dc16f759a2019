package io.stravaai.benchmarks.syncmodel;

import io.stravaai.benchmarks.syncmodel.Change.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that an athlete does at Strava until the end of the simulated year, the same for the same seed.
 *
 * <p>500 activities a year; 15 % are uploaded more than an hour late, 12 % edited within 10 days after the upload, 3 %
 * deleted within 20 days. With a tail, in the simulated year also 2 % of the whole history are edited and 0.5 % deleted,
 * and five activities come whose start lies anywhere in it. The rates are assumptions.
 */
final class AthleteHistory {

    /** When the simulated year begins. */
    static final Instant YEAR_BEGINS = Instant.parse("2025-01-01T00:00:00Z");

    static final Duration YEAR = Duration.ofDays(365);
    static final Instant YEAR_ENDS = YEAR_BEGINS.plus(YEAR);

    static final int ACTIVITIES_A_YEAR = 500;
    static final int BACKDATED = 5;

    private static final long FIRST_ID = 10_000_000_000L;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final SplittableRandom random;
    private final SplittableRandom tailRandom;
    private final List<Activity> activities = new ArrayList<>();

    private AthleteHistory(long seed) {
        // Apart, so that the tail comes on top of the same history.
        this.random = new SplittableRandom(seed);
        this.tailRandom = random.split();
    }

    /** What becomes of one activity. */
    private static final class Activity {

        final Instant start;
        final Instant uploaded;
        final boolean late;
        final List<Instant> edits = new ArrayList<>();

        @Nullable
        Instant deleted;

        Activity(Instant start, Instant uploaded, boolean late) {
            this.start = start;
            this.uploaded = uploaded;
            this.late = late;
        }

        void delete(Instant at) {
            if (deleted == null || at.isBefore(deleted)) {
                deleted = at;
            }
        }
    }

    /**
     * The changes in the order of their time.
     *
     * @param years years of history at the end of the simulated year, which is the last of them
     */
    static List<Change> changes(long seed, int years, boolean tail) {
        AthleteHistory history = new AthleteHistory(seed);
        Instant begin = YEAR_ENDS.minus(YEAR.multipliedBy(years));
        for (int year = 0; year < years; year++) {
            Instant from = begin.plus(YEAR.multipliedBy(year));
            for (int i = 0; i < ACTIVITIES_A_YEAR; i++) {
                history.activities.add(history.activity(from));
            }
        }
        if (tail) {
            history.addTail(begin);
        }
        return history.changes();
    }

    private Activity activity(Instant from) {
        Instant start = from.plusSeconds(random.nextLong(YEAR.toSeconds()));
        Instant end = start.plusSeconds(random.nextLong(HOUR / 2, 3 * HOUR));
        boolean late = random.nextInt(100) < 15;
        Activity activity =
                new Activity(start, end.plusSeconds(late ? lateness() : random.nextLong(MINUTE, HOUR / 2)), late);
        if (random.nextInt(100) < 12) {
            activity.edits.add(activity.uploaded.plusSeconds(random.nextLong(MINUTE, 10 * DAY)));
        }
        if (random.nextInt(100) < 3) {
            activity.delete(activity.uploaded.plusSeconds(random.nextLong(MINUTE, 20 * DAY)));
        }
        return activity;
    }

    /** Mostly the same day, seldom months. */
    private long lateness() {
        int share = random.nextInt(100);
        if (share < 60) {
            return random.nextLong(HOUR, DAY);
        }
        if (share < 85) {
            return random.nextLong(DAY, 7 * DAY);
        }
        return share < 97 ? random.nextLong(7 * DAY, 28 * DAY) : random.nextLong(28 * DAY, 120 * DAY);
    }

    private void addTail(Instant begin) {
        for (Activity activity : activities) {
            Instant edited = inYear();
            if (tailRandom.nextInt(1000) < 20 && edited.isAfter(activity.uploaded)) {
                activity.edits.add(edited);
            }
            Instant deleted = inYear();
            if (tailRandom.nextInt(1000) < 5 && deleted.isAfter(activity.uploaded)) {
                activity.delete(deleted);
            }
        }
        for (int i = 0; i < BACKDATED; i++) {
            Instant uploaded = inYear();
            long age = tailRandom.nextLong(
                    4 * HOUR, Duration.between(begin, uploaded).toSeconds() + 5 * HOUR);
            activities.add(new Activity(uploaded.minusSeconds(age), uploaded, true));
        }
    }

    private Instant inYear() {
        return YEAR_BEGINS.plusSeconds(tailRandom.nextLong(YEAR.toSeconds()));
    }

    private List<Change> changes() {
        activities.sort(Comparator.comparing((Activity activity) -> activity.uploaded)
                .thenComparing(activity -> activity.start));
        List<Change> changes = new ArrayList<>();
        long id = FIRST_ID;
        for (Activity activity : activities) {
            id++;
            Instant start = activity.start;
            changes.add(new Change(activity.uploaded, activity.late ? Kind.LATE : Kind.NEW, id, start, 0));
            Instant deleted = activity.deleted;
            int version = 0;
            for (Instant edited : activity.edits.stream().sorted().toList()) {
                if (deleted == null || edited.isBefore(deleted)) {
                    version++;
                    changes.add(new Change(edited, Kind.EDIT, id, start, version));
                }
            }
            if (deleted != null) {
                changes.add(new Change(deleted, Kind.DELETE, id, start, version));
            }
        }
        // Stable: what happens to one activity stays in order.
        changes.sort(Comparator.comparing(Change::at));
        changes.removeIf(change -> !change.at().isBefore(YEAR_ENDS));
        return List.copyOf(changes);
    }
}
