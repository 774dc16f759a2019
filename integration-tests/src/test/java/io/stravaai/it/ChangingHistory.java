package io.stravaai.it;

import io.stravaai.model.ActivityId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.StoredActivity;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAthlete;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** What an athlete does all day, and what must be seen of it in a store in the end. Thread-safe. */
final class ChangingHistory {

    /** Broken elements cannot be taken back. */
    private static final int MOST_BROKEN = 8;

    private final FakeAthlete athlete;
    private final ActivityStore store;
    private final Clock clock;
    private final Random random;
    private final Instant oldest;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<ActivityId> living = new ArrayList<>();
    private final Map<ActivityId, Instant> starts = new HashMap<>();
    private final Map<ActivityId, ContentHash> untouched = new HashMap<>();
    private final Map<ActivityId, Instant> deleted = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private final int[] done = new int[Change.values().length];
    private int broken;
    private long odd = 77_000_000_000L;

    private enum Change {
        NEW,
        LATE,
        HIDDEN_START,
        RENAMED,
        HIDDEN,
        DELETED,
        RESTORED,
        UNREADABLE,
        REPAIRED,
        BROKEN
    }

    /**
     * @param store where it is to be seen
     * @param oldest when the history begins; nothing is uploaded that began before
     */
    ChangingHistory(FakeAthlete athlete, ActivityStore store, Clock clock, Random random, Instant oldest) {
        this.athlete = athlete;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.oldest = oldest;
        for (String raw : athlete.rawActivities()) {
            SummaryActivity activity = StravaJson.read(raw, SummaryActivity.class);
            living.add(activity.id());
            starts.put(activity.id(), activity.startDate().orElseThrow());
            untouched.put(activity.id(), ContentHash.of(raw));
        }
    }

    /** Something happens. */
    void change() {
        lock.lock();
        try {
            Change change = Change.values()[random.nextInt(Change.values().length)];
            if (apply(change)) {
                done[change.ordinal()]++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** An activity for the quarantine, which stays there unless a later change repairs it. */
    void addUnreadable() {
        lock.lock();
        try {
            putUnreadable();
            done[Change.UNREADABLE.ordinal()]++;
        } finally {
            lock.unlock();
        }
    }

    private void putUnreadable() {
        String start = sometime().toString();
        String element = "{\"id\":" + ++odd + ",\"name\":\"Odd\",\"start_date\":\"" + start
                + "\",\"start_date_local\":\"not a date\"}";
        athlete.put(element);
        unreadable.add(element);
    }

    private boolean apply(Change change) {
        int some = random.nextInt(living.size());
        switch (change) {
            case NEW -> upload(clock.instant(), false);
            case LATE -> upload(sometime(), false);
            case HIDDEN_START -> upload(sometime(), true);
            case RENAMED -> {
                untouched.remove(living.get(some));
                athlete.rename(living.get(some), "Renamed " + random.nextInt(1000));
            }
            case HIDDEN -> {
                untouched.remove(living.get(some));
                athlete.hide(living.get(some));
            }
            case DELETED -> {
                return delete(some);
            }
            case RESTORED -> {
                return restore();
            }
            case UNREADABLE -> putUnreadable();
            case REPAIRED -> {
                if (unreadable.isEmpty()) {
                    return false;
                }
                String element = unreadable.remove(random.nextInt(unreadable.size()));
                athlete.put(element.replace("not a date", "2024-05-06T07:08:09Z"));
            }
            case BROKEN -> {
                if (broken == MOST_BROKEN) {
                    return false;
                }
                athlete.putBroken("\"broken " + broken++ + "\"", sometime());
            }
        }
        return true;
    }

    private Instant sometime() {
        return oldest.plusSeconds(
                random.nextLong(Duration.between(oldest, clock.instant()).toSeconds()));
    }

    private void upload(Instant start, boolean hiddenStart) {
        Instant second = Instant.ofEpochSecond(start.getEpochSecond());
        ActivityId id = athlete.upload(FakeActivity.builder()
                .name("Upload " + living.size())
                .startDate(second)
                .hiddenStart(hiddenStart)
                .build());
        living.add(id);
        starts.put(id, second);
    }

    /** Only what is in the store: of what it never had, it need not know that it has gone. */
    private boolean delete(int some) {
        ActivityId id = living.get(some);
        StoredActivity row = store.find(athlete.id(), id).orElse(null);
        if (row == null || row.deletedAt().isPresent()) {
            return false;
        }
        untouched.remove(id);
        athlete.delete(id);
        living.remove(some);
        deleted.put(id, clock.instant());
        return true;
    }

    private boolean restore() {
        if (deleted.isEmpty()) {
            return false;
        }
        ActivityId id = deleted.keySet().iterator().next();
        athlete.put(store.find(athlete.id(), id).orElseThrow().rawJson());
        deleted.remove(id);
        living.add(id);
        return true;
    }

    /** Which activities are gone, and when they went. */
    Map<ActivityId, Instant> deleted() {
        lock.lock();
        try {
            return Map.copyOf(deleted);
        } finally {
            lock.unlock();
        }
    }

    /** The application has forgotten the athlete. */
    void forgotten() {
        lock.lock();
        try {
            deleted.clear();
        } finally {
            lock.unlock();
        }
    }

    /** How many activities this coverage leaves to be listed; about so, where starts are hidden. */
    int unlisted(Coverage coverage) {
        lock.lock();
        try {
            return (int) living.stream()
                    .filter(id -> !isWithin(coverage, starts.get(id)))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** The activities that nothing has ever happened to and that a store with this coverage must hold. */
    Map<ActivityId, ContentHash> promised(Coverage coverage) {
        lock.lock();
        try {
            Map<ActivityId, ContentHash> promised = new HashMap<>(untouched);
            promised.keySet().removeIf(id -> !isWithin(coverage, starts.get(id)));
            return promised;
        } finally {
            lock.unlock();
        }
    }

    /** At its lower end an interval may lack some that share the second. */
    private static boolean isWithin(Coverage coverage, Instant start) {
        return coverage.intervals().stream()
                .anyMatch(interval -> start.isAfter(interval.from()) && !start.isAfter(interval.to()));
    }

    /** How often what happened. */
    @Override
    public String toString() {
        lock.lock();
        try {
            StringBuilder text = new StringBuilder();
            for (Change change : Change.values()) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(change)
                        .append(' ')
                        .append(done[change.ordinal()]);
            }
            return text.toString();
        } finally {
            lock.unlock();
        }
    }
}
