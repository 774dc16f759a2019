package io.stravaai.simulation;

import io.stravaai.auth.Scope;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The truth: athletes, each form that each activity ever had, and from when to when Strava showed it. */
final class World {

    static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    static final long FOREVER = Long.MAX_VALUE;

    /** Moments are numbered within a millisecond, for a request and a change may share one. */
    static final int MOMENT_BITS = 12;

    private static final Set<Scope> NARROW = Set.of(Scope.READ, Scope.ACTIVITY_READ);
    private static final Set<Scope> WIDE = Set.of(Scope.READ, Scope.ACTIVITY_READ, Scope.ACTIVITY_READ_ALL);

    final Scheduler scheduler;
    final Trace trace;
    final FakeStrava strava;
    final List<Person> people = new ArrayList<>();
    private final Map<Long, Activity> activities = new HashMap<>();
    private final SplittableRandom random;
    private long lastId = 5_000_000_000L;
    private long lastMoment;

    World(Scheduler scheduler, Trace trace, FakeStrava strava, SplittableRandom random) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.strava = strava;
        this.random = random;
    }

    static final class Person {

        final FakeAthlete fake;
        final AthleteId id;
        final List<Activity> activities = new ArrayList<>();
        final List<Broken> broken = new ArrayList<>();
        /** From when on the grant shows all activities, or does not. */
        private final List<Grant> grants = new ArrayList<>();
        /** Why the stored grant may be worthless; null while it should be good. */
        @Nullable
        String lost;

        boolean consents;
        /** When the stored grant was last written. */
        long tokensWrittenAt = -1;

        /** When the grant last changed. */
        long grantedAt = -1;

        /** The host's own table of when a sync is due. */
        long nextDue;

        Person(FakeAthlete fake, boolean readAll) {
            this.fake = fake;
            this.id = fake.id();
            grants.add(new Grant(Long.MIN_VALUE, readAll));
        }

        boolean readAll(long at) {
            boolean all = false;
            for (Grant grant : grants) {
                all = grant.from <= at ? grant.readAll : all;
            }
            return all;
        }

        int grantChanges() {
            return grants.size() - 1;
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    private record Grant(long from, boolean readAll) {}

    /** An element that never was an activity. */
    record Broken(byte[] bytes, long from) {}

    /** One form of an activity, as it was shown from one moment until another, exclusively. */
    static final class Version {

        /** As the name says; a form that comes back has its old number. */
        final int number;

        final String json;
        final Instant start;
        final boolean onlyMe;
        final boolean poison;
        final long from;
        long to = FOREVER;

        Version(int number, String json, Instant start, boolean onlyMe, boolean poison, long from) {
            this.number = number;
            this.json = json;
            this.start = start;
            this.onlyMe = onlyMe;
            this.poison = poison;
            this.from = from;
        }
    }

    static final class Activity {

        final Person owner;
        final long id;
        final Instant trueStart;
        final List<Version> versions = new ArrayList<>();
        long lastChange;

        Activity(Person owner, long id, Instant trueStart) {
            this.owner = owner;
            this.id = id;
            this.trueStart = trueStart;
        }

        Version latest() {
            return versions.get(versions.size() - 1);
        }

        boolean exists() {
            return latest().to == FOREVER;
        }

        @Nullable
        Version at(long time) {
            for (int i = versions.size() - 1; i >= 0; i--) {
                Version version = versions.get(i);
                if (version.from <= time) {
                    return time < version.to ? version : null;
                }
            }
            return null;
        }

        /** What a request saw that came at a time, to a replica that was behind; null if nothing. */
        @Nullable
        Version seen(long at, long lag) {
            // What changed in the millisecond that a replica shows is shown.
            Version version = at(lag == 0 ? at : ((((at >> MOMENT_BITS) - lag + 1) << MOMENT_BITS) - 1));
            return version != null && (!version.onlyMe || owner.readAll(at)) ? version : null;
        }

        @Override
        public String toString() {
            return owner + "/" + id;
        }
    }

    Person addPerson(int history, boolean readAll, Swarm swarm) {
        FakeAthlete fake = strava.addAthlete();
        fake.grantOnly(readAll ? WIDE : NARROW);
        Person person = new Person(fake, readAll);
        people.add(person);
        long years = (1 + random.nextInt(5)) * 365 * Swarm.DAY;
        for (int i = 0; i < history; i++) {
            Instant start = BEGINNING.minusMillis(1 + (long) (random.nextDouble() * years));
            if (swarm.ties && i > 0 && random.nextInt(3) == 0) {
                start = person.activities.get(i - 1).trueStart;
            }
            Activity activity = newActivity(person, start);
            boolean onlyMe = swarm.privacy && random.nextInt(12) == 0;
            Instant shown = swarm.hiddenStarts && random.nextInt(12) == 0 ? hidden(start) : activity.trueStart;
            show(activity, shown, onlyMe, swarm.poison && random.nextInt(80) == 0);
        }
        return person;
    }

    @Nullable
    Activity activity(long id) {
        return activities.get(id);
    }

    private Activity newActivity(Person person, Instant start) {
        lastId += 1 + random.nextInt(1000);
        Activity activity = new Activity(person, lastId, start.truncatedTo(ChronoUnit.SECONDS));
        activities.put(activity.id, activity);
        person.activities.add(activity);
        return activity;
    }

    private static Instant hidden(Instant start) {
        return start.truncatedTo(ChronoUnit.DAYS).plusSeconds(1);
    }

    private void show(Activity activity, Instant start, boolean onlyMe, boolean poison) {
        show(activity, start, onlyMe, poison, activity.versions.size() + 1);
    }

    private void show(Activity activity, Instant start, boolean onlyMe, boolean poison, int number) {
        long now = scheduler.now();
        long moment = now == 0 ? Long.MIN_VALUE : moment();
        String json = "{\"resource_state\":2,\"athlete\":{\"id\":" + activity.owner.id
                + ",\"resource_state\":1},\"name\":\"s" + activity.id + ".v" + number
                + "\",\"distance\":" + (poison ? "\"far\"" : "1000.0")
                + ",\"moving_time\":600,\"elapsed_time\":600,\"type\":\"Run\",\"sport_type\":\"Run\",\"id\":"
                + activity.id + ",\"start_date\":\"" + start + "\",\"start_date_local\":\"" + start
                + "\",\"timezone\":\"(GMT+00:00) Europe/London\",\"utc_offset\":0.0,\"private\":" + onlyMe
                + ",\"visibility\":\"" + (onlyMe ? "only_me" : "everyone") + "\"}";
        if (!activity.versions.isEmpty() && activity.exists()) {
            activity.latest().to = moment;
        }
        activity.versions.add(new Version(number, json, start, onlyMe, poison, moment));
        activity.lastChange = now;
        activity.owner.fake.put(json);
        if (now > 0) {
            trace.add(now, "world " + activity + " v" + number + " start " + start + (onlyMe ? " only_me" : ""));
        }
    }

    /** From when Strava's answers are by another grant. */
    void granted(Person person, boolean readAll) {
        person.grants.add(new Grant(moment(), readAll));
        person.grantedAt = scheduler.now();
        trace.add(scheduler.now(), "world " + person + " grants " + (readAll ? "all" : "less"));
    }

    static Set<Scope> scopes(boolean readAll) {
        return readAll ? WIDE : NARROW;
    }

    Activity upload(Person person, Swarm swarm) {
        Instant now = now();
        int kind = random.nextInt(20);
        Instant start = now.minusMillis(10 * Swarm.MINUTE + random.nextLong(3 * Swarm.HOUR));
        if (swarm.lateUploads && kind < 3) {
            start = now.minusMillis(random.nextLong(3 * Swarm.DAY));
        } else if (swarm.lateUploads && kind < 5) {
            start = now.minusMillis(random.nextLong(900 * Swarm.DAY));
        } else if (swarm.futureDates && kind == 5) {
            start = now.plusMillis(random.nextLong(400 * Swarm.DAY));
        }
        Activity activity = newActivity(person, start);
        boolean onlyMe = swarm.privacy && random.nextInt(10) == 0;
        boolean hide = swarm.hiddenStarts && random.nextInt(10) == 0;
        show(activity, hide ? hidden(start) : activity.trueStart, onlyMe, swarm.poison && random.nextInt(25) == 0);
        return activity;
    }

    void rename(Activity activity) {
        Version latest = activity.latest();
        // What could not be read can be read after an edit.
        show(activity, latest.start, latest.onlyMe, false);
    }

    void delete(Activity activity) {
        long now = scheduler.now();
        activity.latest().to = moment();
        activity.lastChange = now;
        activity.owner.fake.delete(ActivityId.of(activity.id));
        trace.add(now, "world " + activity + " deleted");
    }

    /** What was deleted is there again, as it was. */
    void bringBack(Activity activity) {
        Version last = activity.latest();
        show(activity, last.start, last.onlyMe, last.poison, last.number);
    }

    void turnPrivacy(Activity activity) {
        Version latest = activity.latest();
        int forms = activity.versions.size();
        Version before = forms < 2 ? latest : activity.versions.get(forms - 2);
        boolean back =
                before.onlyMe != latest.onlyMe && before.start.equals(latest.start) && before.poison == latest.poison;
        show(activity, latest.start, !latest.onlyMe, latest.poison, back ? before.number : forms + 1);
    }

    void turnStart(Activity activity) {
        Version latest = activity.latest();
        boolean hidden = latest.start.equals(hidden(activity.trueStart));
        show(activity, hidden ? activity.trueStart : hidden(activity.trueStart), latest.onlyMe, latest.poison);
    }

    void addBroken(Person person) {
        long now = scheduler.now();
        String bytes = "{\"broken\":" + (++lastId) + "}";
        person.fake.putBroken(bytes, now().minusMillis(random.nextLong(2 * Swarm.DAY)));
        person.broken.add(new Broken(bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8), now));
        trace.add(now, "world " + person + " broken element");
    }

    /** One of those that exist, rather a new one. */
    @Nullable
    Activity any(Person person) {
        List<Activity> all = person.activities;
        for (int attempt = 0; attempt < 10 && !all.isEmpty(); attempt++) {
            int index = random.nextBoolean()
                    ? random.nextInt(all.size())
                    : Math.max(0, all.size() - 1 - random.nextInt(Math.min(all.size(), 12)));
            if (all.get(index).exists()) {
                return all.get(index);
            }
        }
        return null;
    }

    /** One of those just listed before this start. */
    @Nullable
    Activity listed(Person person, @Nullable Instant before) {
        Instant bound = before == null ? Instant.MAX : before;
        List<Activity> page = person.activities.stream()
                .filter(activity -> activity.exists() && activity.latest().start.isBefore(bound))
                .sorted(Comparator.comparing((Activity activity) -> activity.latest().start)
                        .reversed())
                .limit(200)
                .toList();
        return page.isEmpty() ? null : page.get(random.nextInt(page.size()));
    }

    /** Something changes, as it does when nobody looks. */
    void change(Person person, Swarm swarm, @Nullable Activity chosen) {
        Activity activity = chosen == null ? any(person) : chosen;
        int kind = random.nextInt(20);
        if (activity == null || kind < 5) {
            upload(person, swarm);
        } else if (kind < 11) {
            rename(activity);
        } else if (kind < 15) {
            delete(activity);
        } else if (kind < 17 && swarm.privacy) {
            turnPrivacy(activity);
        } else if (kind < 19 && swarm.hiddenStarts) {
            turnStart(activity);
        } else if (swarm.poison && random.nextInt(3) == 0) {
            addBroken(person);
        }
    }

    /** A moment later than all before it. */
    long moment() {
        lastMoment = Math.max(lastMoment + 1, scheduler.now() << MOMENT_BITS);
        return lastMoment;
    }

    Instant now() {
        return BEGINNING.plusMillis(scheduler.now());
    }
}
