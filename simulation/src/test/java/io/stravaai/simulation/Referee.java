package io.stravaai.simulation;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.simulation.Scheduler.Task;
import io.stravaai.simulation.World.Activity;
import io.stravaai.simulation.World.Person;
import io.stravaai.simulation.World.Version;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Holds what happens against what may happen: at each effect, at each sync that ends, each hour, and at the end. */
final class Referee {

    /** What was found to be wrong. */
    static final class Violation extends AssertionError {

        private static final long serialVersionUID = 1;

        final String invariant;

        Violation(String invariant, String what) {
            super(invariant + ": " + what);
            this.invariant = invariant;
        }
    }

    /** A quarter hour: what a request is late by, if its node stood still with the permit in hand. */
    private static final long GUARDED = 15_000;

    /** From one call of the database to the end of the next. */
    private static final long MOMENT = 10;

    /** Within this time what an answer says is in the ledger. */
    private static final long TOLD_IN = 2_000;

    /** For so long after it was seen an activity is not believed to be gone. */
    private static final long SETTLES = 16 * Swarm.MINUTE;

    /** As long as a replica may be behind. */
    private static final long LAG = 60_000;

    /** After a disturbance a host tries again within this time. */
    static final long RECOVERY = 40 * Swarm.MINUTE;

    /** For so long nobody asks whether an inactive application is active again. */
    private static final long INACTIVE = 15 * Swarm.MINUTE;

    /** As many as are surely on the newest page, short or not. */
    private static final int HOT = 120;

    private final Scheduler scheduler;
    private final Trace trace;
    private final Swarm swarm;
    private final World world;
    private final Map<AthleteId, Person> people = new HashMap<>();
    private final Map<Person, Sight> sights = new HashMap<>();
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Long, Integer> ownByWindow = new HashMap<>();
    private final Map<Long, Integer> ownByDay = new HashMap<>();
    private final Map<Long, Integer> lateByWindow = new HashMap<>();
    private final Map<Long, Integer> lateByDay = new HashMap<>();
    private final Map<Person, Rotation> rotations = new HashMap<>();
    private final Map<Scheduler.Process, Silence> silences = new HashMap<>();
    /** Since when an answer has told that a window, or a day, is full. */
    private final Map<Long, Long> toldFull = new HashMap<>();

    private final Map<Long, Long> toldFullDay = new HashMap<>();
    private @Nullable Database database;
    private long disturbedUntil;
    private boolean quiet;
    private int windowLimit = 100;
    private int dayLimit = 1000;
    private long limitsChangedAt = -Swarm.DAY;
    long calls;
    int completed;
    int partial;
    int refusals;

    Referee(Scheduler scheduler, Trace trace, Swarm swarm, World world) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.swarm = swarm;
        this.world = world;
    }

    /** What is stored of an activity, and when a request could last have seen it so. */
    private record Row(int version, boolean deleted, long seenAt) {}

    /** A request that was answered: when it came to Strava, and how far behind the replica was. */
    private record Seen(long at, long lag) {}

    /** How an athlete has been served. */
    private static final class Sight {

        long completedAt;
        /** When Strava was last asked for the newest activities, and what it answered is stored. */
        long newestListedAt = Long.MIN_VALUE / 2;
        /** What was missing from it, and Strava failed to answer for by id. */
        Set<Long> unansweredOfNewest = Set.of();

        long disturbedUntil;
        /** Time in which the athlete was synced as often as promised. */
        long served;

        final Map<Long, Long> servedAtChange = new HashMap<>();
        final Map<Long, Long> changeKnown = new HashMap<>();
    }

    /** A refresh that Strava answered with a new refresh token, and where that is. */
    private static final class Rotation {

        Task task;

        @Nullable
        String excuse;

        /** Whether it was a refresh, and its answer has come to the process. */
        boolean delivered;

        Rotation(Task task) {
            this.task = task;
        }
    }

    /** The time since a process and Strava last spoke, and by how much its clock was set back meanwhile. */
    private static final class Silence {

        final long since;
        long setBack;

        Silence(long since) {
            this.since = since;
        }
    }

    /** What a task has seen since its last commit. */
    static final class Notes {

        final @Nullable Person person;
        final long startedAt;
        /** How old the list of the newest activities may be; null if this sync has to make it. */
        @Nullable
        Duration newestMaxAge;
        /** When it was made since the last commit; null if it was not. */
        @Nullable
        Long newestListedAt;

        final List<Seen> lists = new ArrayList<>();
        final Map<Long, Seen> found = new HashMap<>();
        final Map<Long, Seen> notFound = new HashMap<>();
        /** For what Strava failed to answer by id. */
        final Set<Long> unanswered = new HashSet<>();

        long permitAt;
        /** The window that is full, as the answer under way says; negative for none. */
        long fullWindow = -1;

        long fullDay = -1;
        boolean disturbed;
        /** What is being consented to. */
        @Nullable
        Boolean consents;

        Notes(@Nullable Person person, long startedAt) {
            this.person = person;
            this.startedAt = startedAt;
        }
    }

    void watch(Person person) {
        people.put(person.id, person);
        sights.put(person, new Sight());
    }

    void use(Database database) {
        this.database = database;
    }

    private Database database() {
        return java.util.Objects.requireNonNull(database);
    }

    void limits(int quarterHour, int day) {
        windowLimit = quarterHour;
        dayLimit = day;
        limitsChangedAt = scheduler.now();
        trace.add(scheduler.now(), "limits " + quarterHour + ", " + day);
    }

    /** From now on nothing goes wrong any more. */
    void quiet() {
        quiet = true;
        trace.add(scheduler.now(), "quiet");
    }

    /** Noted at once, for what is thrown within the library may come out as something else. */
    private Violation violation(String invariant, String what) {
        Violation violation = new Violation(invariant, what);
        scheduler.fail(violation);
        return violation;
    }

    private static @Nullable Notes notesOf(@Nullable Task task) {
        return task != null && task.attachment instanceof Notes notes ? notes : null;
    }

    private @Nullable Notes notes() {
        return notesOf(scheduler.current());
    }

    @Nullable
    Person personOfTask() {
        Notes notes = notes();
        return notes == null ? null : notes.person;
    }

    private String task() {
        Task task = scheduler.current();
        return task == null ? "-" : task.name;
    }

    /** Something goes wrong for the task that runs. */
    void disturbed(String what) {
        trace.add(scheduler.now(), task() + " ! " + what);
        Notes notes = notes();
        if (notes != null && notes.person != null) {
            Sight sight = sights.get(notes.person);
            sight.disturbedUntil = Math.max(sight.disturbedUntil, scheduler.now() + RECOVERY);
            notes.disturbed = true;
            Rotation rotation = rotations.get(notes.person);
            if (rotation != null && rotation.task == scheduler.current()) {
                rotation.excuse = what;
            }
        } else {
            disturbedAll(0, what);
        }
    }

    /** Something goes wrong for everybody, for so long. */
    void disturbedAll(long milliseconds, String what) {
        trace.add(scheduler.now(), "! " + what);
        disturbedUntil = Math.max(disturbedUntil, scheduler.now() + milliseconds + RECOVERY);
    }

    /** A node died or stands still: a refresh that it was at may be lost. */
    void halted(Scheduler.Process process, String why) {
        for (Rotation rotation : rotations.values()) {
            if (rotation.task.process == process) {
                rotation.excuse = why;
            }
        }
    }

    /** A node's clock jumps. */
    void clockMoved(Scheduler.Process process, long milliseconds) {
        Silence silence = silences.get(process);
        if (silence != null && milliseconds < 0) {
            silence.setBack -= milliseconds;
        }
    }

    /** A call of this process goes to Strava, or comes back. */
    private void spoken() {
        Task task = scheduler.current();
        if (task != null) {
            silences.put(task.process, new Silence(scheduler.now()));
        }
    }

    /** Whether a process may still take the application for inactive, since it waits by its own clock. */
    private boolean waitsByClockSetBack(StravaAiException e) {
        Task task = scheduler.current();
        Silence silence = task == null ? null : silences.get(task.process);
        return e instanceof AppInactiveException
                && silence != null
                && silence.setBack > 0
                && scheduler.now() < silence.since + INACTIVE + silence.setBack;
    }

    /** A request came to Strava and was answered there. */
    void arrived(String what, HttpUrl url, Response response, long lag) {
        long now = scheduler.now();
        spoken();
        trace.add(
                now,
                task() + " " + what + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery()) + " -> "
                        + response.code() + (lag == 0 ? "" : " lag " + lag));
        long moment = world.moment();
        Notes notes = notes();
        boolean charged = response.header("X-RateLimit-Usage") != null;
        if (charged) {
            calls++;
            charge(notes, response);
        }
        if (url.encodedPath().startsWith("/api/v3/")) {
            checkTold(notes, response);
        }
        if (notes == null) {
            return;
        }
        boolean forToken = what.startsWith("POST") && what.endsWith("/oauth/token") && notes.person != null;
        if (forToken && notes.consents != null && response.code() == 200) {
            world.granted(notes.person, notes.consents);
        }
        if (forToken && response.code() == 400) {
            checkInHand(notes.person);
        }
        if (forToken
                && response.code() == 400
                && notes.person.lost == null
                && valid(notes.person).isEmpty()) {
            killed(notes.person);
        }
        if (forToken && response.code() == 200) {
            rotations.put(notes.person, new Rotation(java.util.Objects.requireNonNull(scheduler.current())));
        }
        if (url.encodedPath().endsWith("/athlete/activities") && response.code() == 200) {
            notes.lists.add(new Seen(moment, lag));
            if (url.queryParameter("before") == null && "1".equals(url.queryParameter("page"))) {
                notes.newestListedAt = now;
            }
        } else if (url.encodedPath().contains("/activities/")) {
            long id = Long.parseLong(url.pathSegments().get(url.pathSegments().size() - 1));
            if (response.code() == 200) {
                notes.found.put(id, new Seen(moment, lag));
            } else if (response.code() == 404) {
                notes.notFound.put(id, new Seen(moment, lag));
            } else if (response.code() >= 500) {
                unanswered(notes, id);
            }
        }
    }

    /** An answer has come to the process that waits for it. */
    void delivered(String what, Response response) {
        spoken();
        Notes notes = notes();
        if (notes == null) {
            return;
        }
        if (notes.fullWindow >= 0) {
            toldFull.putIfAbsent(notes.fullWindow, scheduler.now());
        }
        if (notes.fullDay >= 0) {
            toldFullDay.putIfAbsent(notes.fullDay, scheduler.now());
        }
        Rotation rotation = notes.person == null ? null : rotations.get(notes.person);
        if (rotation != null
                && rotation.task == scheduler.current()
                && notes.consents == null
                && what.equals("POST /oauth/token")
                && response.code() == 200) {
            rotation.delivered = true;
        }
    }

    /** Strava failed to answer for this activity, so that it cannot be known what became of it. */
    private void unanswered(Notes notes, long id) {
        notes.unanswered.add(id);
        Activity activity = world.activity(id);
        if (activity != null) {
            sights.get(activity.owner).changeKnown.remove(id);
        }
    }

    /** I6: of what Strava has told each node knows. */
    private void checkTold(@Nullable Notes notes, Response response) {
        if (notes == null) {
            return;
        }
        long window = Math.floorDiv(scheduler.now(), 15 * Swarm.MINUTE);
        long day = Math.floorDiv(scheduler.now(), Swarm.DAY);
        long told = Math.min(
                toldFull.getOrDefault(window, Long.MAX_VALUE - Swarm.DAY),
                toldFullDay.getOrDefault(day, Long.MAX_VALUE - Swarm.DAY));
        boolean exact = !(swarm.skew
                || swarm.limitChanges
                || swarm.storeFaults
                || swarm.storeOutages
                || swarm.crashes
                || swarm.pauses);
        if (exact && notes.permitAt > told + TOLD_IN) {
            throw violation("I6", "a request of " + task() + " after Strava has told that there is no quota left");
        }
        String[] usage = response.header("X-ReadRateLimit-Usage", "0,0").split(",");
        notes.fullWindow = response.code() == 429 || Integer.parseInt(usage[0]) >= windowLimit ? window : -1;
        notes.fullDay = Integer.parseInt(usage[1]) >= dayLimit ? day : -1;
    }

    /** I7: a process that lives does not lose a refresh token that has come to it. */
    private void checkInHand(Person person) {
        Rotation rotation = rotations.get(person);
        Task task = scheduler.current();
        if (rotation != null
                && rotation.delivered
                && person.lost == null
                && task != null
                && task != rotation.task
                && task.process == rotation.task.process) {
            throw violation("I7", person + ": " + task.process.name + " uses an old refresh token and had a new one");
        }
    }

    /** I6: what we send ourselves never exceeds a window of Strava's. */
    private void charge(@Nullable Notes notes, Response response) {
        long now = scheduler.now();
        long window = Math.floorDiv(now, 15 * Swarm.MINUTE);
        long day = Math.floorDiv(now, Swarm.DAY);
        // A node that stood still with its permit in hand, or whose clock is wrong, sends outside the window it
        // charged.
        boolean late = notes == null || now - notes.permitAt > GUARDED;
        int own = ownByWindow.merge(window, 1, Integer::sum);
        int ownOfDay = ownByDay.merge(day, 1, Integer::sum);
        int excused = lateByWindow.merge(window, late ? 1 : 0, Integer::sum);
        int excusedOfDay = lateByDay.merge(day, late ? 1 : 0, Integer::sum);
        boolean stable = Math.floorDiv(limitsChangedAt, Swarm.DAY) != day;
        if (stable && !swarm.skew && own - excused > windowLimit) {
            throw violation("I6", own + " requests of ours in a window that has room for " + windowLimit);
        }
        if (stable && !swarm.skew && ownOfDay - excusedOfDay > dayLimit) {
            throw violation("I6", ownOfDay + " requests of ours in a day that has room for " + dayLimit);
        }
        if (response.code() == 429) {
            refusals++;
            disturbed("429");
            if (stable && !swarm.skew && !swarm.foreignUse && excused == 0 && excusedOfDay == 0) {
                throw violation("I6", "429 although nobody else uses the quota");
            }
        }
    }

    /** A write has had its effect. */
    void written(Class<?> type, String method, Object[] args, @Nullable Object result) {
        if (type == QuotaLedger.class) {
            Notes notes = notes();
            if (notes != null) {
                notes.permitAt = scheduler.now();
            }
            return;
        }
        if (type == TokenStore.class) {
            AthleteId athlete = (AthleteId) args[0];
            boolean applied = !(result instanceof Optional<?> optional) || optional.isPresent();
            trace.add(scheduler.now(), task() + " tokens." + method + " " + athlete + (applied ? "" : " refused"));
            Person person = people.get(athlete);
            if (person != null && applied) {
                person.tokensWrittenAt = scheduler.now();
                tokensWritten(person, method);
            }
            return;
        }
        if (type == ActivityStore.class && method.equals("commit")) {
            SyncCommit commit = (SyncCommit) args[0];
            trace.add(
                    scheduler.now(),
                    task() + " commit " + commit.athlete() + " " + commit.expectedVersion() + " "
                            + commit.changed().size() + " rows, "
                            + commit.quarantined().size() + " unreadable: " + result);
            if (result == CommitResult.COMMITTED) {
                committed(commit);
            }
            Notes notes = notes();
            if (notes != null) {
                if (result == CommitResult.COMMITTED && notes.newestListedAt != null) {
                    Sight sight = sights.get(people.get(commit.athlete()));
                    sight.newestListedAt = notes.newestListedAt;
                    sight.unansweredOfNewest = Set.copyOf(notes.unanswered);
                }
                notes.newestListedAt = null;
                notes.lists.clear();
                notes.found.clear();
                notes.notFound.clear();
            }
        }
    }

    void answered(Class<?> type, String method) {
        // What a task has written it knows of now; nothing hangs on that yet.
    }

    /** I1, I2, I3: each row that is written was there to be seen, and was seen after what it replaces. */
    private void committed(SyncCommit commit) {
        Notes notes = notes();
        for (StoredActivity row : commit.changed()) {
            Activity activity = world.activity(row.id().value());
            if (activity == null) {
                throw violation("I3", "a row of an activity that never was: " + row.id());
            }
            if (notes == null) {
                continue;
            }
            Row before = rows.get(activity.id);
            if (row.deletedAt().isPresent()) {
                Seen proof = notes.notFound.get(activity.id);
                if (before != null
                        && activity.versions.get(before.version - 1).onlyMe
                        && !activity.owner.readAll(proof == null ? world.moment() : proof.at)
                        && knowsGrant(activity.owner, notes)) {
                    throw violation("I2", activity + " is marked deleted and was only out of sight");
                }
                if (proof == null) {
                    throw violation("I2", activity + " is marked deleted and was not asked for");
                }
                if (activity.seen(proof.at, proof.lag) != null && !isNewByNoClock(activity, proof)) {
                    throw violation("I2", activity + " is marked deleted and was there when it was asked for");
                }
                rows.put(activity.id, new Row(before == null ? 0 : before.version, true, proof.at));
                continue;
            }
            int number = version(row);
            long seenAt = -1;
            List<Seen> seen = new ArrayList<>(notes.lists);
            if (notes.found.get(activity.id) != null) {
                seen.add(notes.found.get(activity.id));
            }
            for (Seen one : seen) {
                Version version = activity.seen(one.at, one.lag);
                if (version != null && version.number == number && !version.poison) {
                    seenAt = Math.max(seenAt, one.at);
                }
            }
            if (seenAt < 0) {
                throw violation("I3", activity + " v" + number + " is stored and was not shown");
            }
            if (before != null && seenAt < before.seenAt) {
                throw violation(
                        "I1",
                        activity + " v" + number + ", seen at " + seenAt + ", replaces v" + before.version
                                + (before.deleted ? " deleted" : "") + ", seen at " + before.seenAt);
            }
            rows.put(activity.id, new Row(number, false, seenAt));
        }
    }

    /**
     * Known and open: with clocks more than a quarter hour apart a node may take for old what another has just seen, and
     * Strava's answers by id are not up to date yet. The next list brings it back.
     */
    private boolean isNewByNoClock(Activity activity, Seen proof) {
        long from = Math.max(0, activity.versions.get(0).from >> World.MOMENT_BITS);
        return swarm.skew && swarm.detailLag && (proof.at >> World.MOMENT_BITS) - from < SETTLES;
    }

    /** Whether the library can know what the grant shows: it was stored, and not only while the task was at work. */
    private boolean knowsGrant(Person person, Notes notes) {
        return person.grantedAt < notes.startedAt
                && database()
                        .tokens
                        .find(person.id)
                        .filter(stored -> stored.grant().scopes().equals(World.scopes(person.readAll(world.moment()))))
                        .isPresent();
    }

    private static int version(StoredActivity row) {
        String name = row.name().orElse("");
        return Integer.parseInt(name.substring(name.indexOf(".v") + 2));
    }

    /** I7: the refresh token stored is the one that Strava takes, or it is known why not. */
    private void tokensWritten(Person person, String method) {
        Optional<StoredGrant> stored = database().tokens.find(person.id);
        String valid = valid(person);
        if (stored.isEmpty() || stored.get().grant().refreshToken().equals(valid)) {
            if (stored.isPresent()) {
                person.lost = null;
                Rotation rotation = rotations.get(person);
                if (rotation != null && !method.equals("claim")) {
                    rotations.remove(person);
                }
            }
            return;
        }
        Optional<RefreshClaim> claim = stored.get().claim();
        Rotation rotation = rotations.get(person);
        // Whoever has the new one in hand stores it yet.
        boolean held = rotation != null && scheduler.isAtWork(rotation.task);
        if (claim.isPresent() || person.lost != null || held) {
            return;
        }
        if (rotation != null && rotation.excuse != null) {
            person.lost = rotation.excuse;
            trace.add(scheduler.now(), person + " lost its grant: " + rotation.excuse);
            return;
        }
        throw violation("I7", person + " has a refresh token stored that Strava does not take, and nobody knows why");
    }

    /** Strava ended a grant since its old refresh token was used again: that happens after trouble only. */
    private void killed(Person person) {
        if (swarm.isFaultFree()) {
            throw violation("I7", person + ": an old refresh token was used again although nothing went wrong");
        }
        person.lost = "used again";
    }

    private static String valid(Person person) {
        try {
            return person.fake.refreshToken();
        } catch (IllegalStateException revoked) {
            return "";
        }
    }

    /** The library says that an athlete has to consent again. */
    void refreshFailed(AthleteId athlete, StravaAiException failure) {
        Person person = people.get(athlete);
        trace.add(
                scheduler.now(),
                task() + " refresh failed: " + failure.getClass().getSimpleName());
        if (person == null || !(failure instanceof GrantRevokedException revoked)) {
            return;
        }
        Optional<StoredGrant> stored = database().tokens.find(person.id);
        boolean good = stored.isPresent() && stored.get().grant().refreshToken().equals(valid(person));
        if (good && swarm.skew) {
            // Known and open, see below: its owner has stored it meanwhile.
            return;
        }
        // Known and open: who has looked at the grant once more is told so, although its owner stores it that moment.
        boolean thatMoment = scheduler.now() - person.tokensWrittenAt <= MOMENT;
        if (good && thatMoment) {
            return;
        }
        if (good) {
            throw violation("I7", person + " is said to have revoked, and the stored grant is good");
        }
        if (person.lost == null) {
            Rotation rotation = rotations.get(person);
            person.lost = rotation == null ? null : rotation.excuse;
            // Known and open: with clocks more than ten minutes apart a claim is taken over at once, and its owner
            // still stores what it got.
            if (rotation != null && swarm.skew && scheduler.isAtWork(rotation.task)) {
                person.lost = "taken over too early";
            }
        }
        if (person.lost == null) {
            throw violation("I7", person + " lost its grant (" + revoked.reason() + ") and nothing explains it");
        }
    }

    /** A sync failed: that needs a reason. */
    void failed(Person person, Notes notes, StravaAiException e) {
        long now = scheduler.now();
        Sight sight = sights.get(person);
        trace.add(now, task() + " failed: " + e);
        boolean excused = notes.disturbed || person.lost != null || disturbedUntil > now || sight.disturbedUntil > now;
        if (!excused && !waitsByClockSetBack(e)) {
            throw violation("I0", "a sync of " + person + " failed although nothing was wrong: " + e);
        }
        sight.disturbedUntil = Math.max(sight.disturbedUntil, now + RECOVERY);
    }

    /** A sync was refused: not while the grant that is stored is good, and was so when the sync began. */
    void refused(Person person, Notes notes) {
        Optional<StoredGrant> stored = database().tokens.find(person.id);
        boolean good = stored.isPresent() && stored.get().grant().refreshToken().equals(valid(person));
        if (good && person.tokensWrittenAt < notes.startedAt && !swarm.skew) {
            throw violation("I7", person + " is refused, and the stored grant is good");
        }
    }

    /** The athlete took the application off the list. */
    void revoked(Person person) {
        person.lost = "revoked";
        trace.add(scheduler.now(), "world " + person + " revokes");
    }

    /** A sync ended: what was to be seen when it began is stored. */
    void synced(Person person, Notes notes, boolean complete) {
        long now = scheduler.now();
        Sight sight = sights.get(person);
        trace.add(now, task() + " sync " + (complete ? "complete" : "partial"));
        if (!complete) {
            partial++;
            // Without quota it may be the day that has to end.
            long resumes = hasRoom() ? now : (now / Swarm.DAY + 1) * Swarm.DAY;
            sight.disturbedUntil = Math.max(sight.disturbedUntil, resumes + RECOVERY);
            return;
        }
        completed++;
        if (hasRoom()) {
            sight.served += Math.min(now - sight.completedAt, swarm.poll + RECOVERY);
        }
        sight.completedAt = now;
        checkSeen(person, sight, notes, seenSince(person, sight, notes));
    }

    /** I4: what was to be seen among the newest then is to be stored now. */
    private long seenSince(Person person, Sight sight, Notes notes) {
        if (notes.newestMaxAge == null || sight.newestListedAt >= notes.startedAt) {
            return notes.startedAt;
        }
        long oldest = notes.startedAt - notes.newestMaxAge.toMillis() - (swarm.skew ? 5 * Swarm.HOUR : 0);
        if (sight.newestListedAt < oldest) {
            throw violation(
                    "I4",
                    "the newest of " + person + " were last listed at " + Trace.time(sight.newestListedAt)
                            + ", and may be " + notes.newestMaxAge + " old");
        }
        return sight.newestListedAt;
    }

    /** Whether quota is left for what can wait. */
    private boolean hasRoom() {
        long now = scheduler.now();
        int own = ownByWindow.getOrDefault(Math.floorDiv(now, 15 * Swarm.MINUTE), 0);
        int ownOfDay = ownByDay.getOrDefault(Math.floorDiv(now, Swarm.DAY), 0);
        boolean foreign = swarm.foreignUse && !quiet;
        return !foreign && own < 0.6 * windowLimit && ownOfDay < 0.6 * dayLimit;
    }

    /** I4 and I8. */
    private void checkSeen(Person person, Sight sight, Notes notes, long since) {
        long moment = world.moment();
        List<Activity> byStart = new ArrayList<>(person.activities);
        byStart.sort(Comparator.comparing((Activity activity) -> activity.latest().start)
                .reversed());
        Instant oldestHot = byStart.stream()
                .filter(activity -> activity.seen(moment, 0) != null)
                .limit(HOT)
                // What came since was not on the page, and cannot say how far the page reached.
                .filter(activity -> !activity.latest().poison && activity.lastChange <= since - LAG)
                .map(activity -> activity.latest().start)
                .reduce((newer, older) -> older)
                .orElse(Instant.parse("9000-01-01T00:00:00Z"));
        for (Activity activity : byStart) {
            Version shown = activity.seen(moment, 0);
            Row stored = rows.get(activity.id);
            // What is gone is missed where it was, if the page reaches further.
            Instant start = shown != null || stored == null || stored.version == 0
                    ? activity.latest().start
                    : activity.versions.get(stored.version - 1).start;
            boolean hot = shown != null ? !start.isBefore(oldestHot) : start.isAfter(oldestHot.plusSeconds(1));
            boolean untouched = activity.versions.size() == 1 && activity.latest().from == Long.MIN_VALUE;
            if (untouched && shown != null && !shown.poison && person.grantChanges() == 0 && stored == null) {
                throw violation("I4", activity + " was never stored, and a sync of all history says that it is done");
            }
            // By id nothing is known for sure of what has just come.
            boolean young = stored != null
                    && shown == null
                    && (stored.seenAt >> World.MOMENT_BITS) > since - SETTLES - (swarm.skew ? 5 * Swarm.HOUR : 0);
            boolean unanswered =
                    notes.unanswered.contains(activity.id) || sight.unansweredOfNewest.contains(activity.id);
            if (activity.lastChange > since - LAG || young || unanswered || person.grantChanges() > 0) {
                sight.changeKnown.remove(activity.id);
                continue;
            }
            if (isStored(activity, shown)) {
                sight.changeKnown.remove(activity.id);
                continue;
            }
            if (hot) {
                throw violation(
                        "I4",
                        activity + " changed at " + Trace.time(activity.lastChange)
                                + ", is among the newest, and is not stored so by a sync that began at "
                                + Trace.time(notes.startedAt));
            }
            Long known = sight.changeKnown.get(activity.id);
            if (known == null || known != activity.lastChange) {
                sight.changeKnown.put(activity.id, activity.lastChange);
                sight.servedAtChange.put(activity.id, sight.served);
            } else if (sight.served - sight.servedAtChange.get(activity.id) > 2 * swarm.relistPeriod) {
                throw violation(
                        "I4",
                        activity + " changed at " + Trace.time(activity.lastChange)
                                + " and was not found in two periods of listing again");
            }
        }
        Set<String> quarantined = quarantined(person);
        for (World.Broken broken : person.broken) {
            if (broken.from() < since - LAG && broken.from() > since - Swarm.DAY) {
                requireQuarantined(person, quarantined, broken.bytes());
            }
        }
    }

    private boolean isStored(Activity activity, @Nullable Version shown) {
        Row row = rows.get(activity.id);
        if (shown == null) {
            Version last = activity.latest();
            boolean outOfSight = last.onlyMe && !activity.owner.readAll(world.moment());
            return row == null || row.deleted || outOfSight;
        }
        if (shown.poison) {
            return true;
        }
        return row != null && !row.deleted && row.version == shown.number;
    }

    private Set<String> quarantined(Person person) {
        Set<String> bytes = new HashSet<>();
        for (QuarantinedActivity entry : database().activities.quarantined(person.id)) {
            bytes.add(Arrays.toString(entry.bytes()));
        }
        return bytes;
    }

    private void requireQuarantined(Person person, Set<String> quarantined, byte[] bytes) {
        if (!quarantined.contains(Arrays.toString(bytes))) {
            throw violation(
                    "I8",
                    "not in quarantine of " + person + ": "
                            + new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    /** I14: who can be synced is synced. */
    void checkServed() {
        long now = scheduler.now();
        for (Person person : world.people) {
            Sight sight = sights.get(person);
            if (person.lost != null || person.consents) {
                sight.disturbedUntil = now + RECOVERY;
            }
            long since = Math.max(sight.completedAt, Math.max(sight.disturbedUntil, disturbedUntil));
            // A node whose clock was wrong has noted when the athlete is due.
            long wrong = swarm.background && swarm.skew ? 5 * Swarm.HOUR : 0;
            if (now - since > swarm.poll + 2 * Swarm.HOUR + wrong) {
                throw violation("I14", person + " was last synced at " + Trace.time(sight.completedAt));
            }
        }
    }

    /** I17: what was spent, where nothing went wrong, is near what a plan would have spent that knew all before. */
    private void checkSpent() {
        long plan = completed;
        for (Person person : world.people) {
            long pages = 1 + person.activities.size() / (swarm.shortPages ? 170 : 200);
            long rounds = 1 + scheduler.now() / swarm.relistPeriod;
            // Each round ends with a page that shows the end.
            plan += pages == 1 ? rounds + 1 : (pages + 1) * rounds;
            for (Activity activity : person.activities) {
                plan += activity.versions.size() - 1 + (activity.exists() ? 0 : 1);
                plan += activity.versions.stream().anyMatch(version -> version.poison) ? 8 : 0;
            }
        }
        if (calls > 1.3 * plan) {
            throw violation("I17", calls + " requests for what takes " + plan);
        }
    }

    /** I16 and I8, when all has been quiet for long. */
    void checkEnd() {
        if (swarm.isFaultFree()) {
            checkSpent();
        }
        for (Person person : world.people) {
            Map<Long, StoredActivity> stored = new HashMap<>();
            for (StoredActivity row : database()
                    .activities
                    .list(ActivityQuery.of(person.id).includeDeleted().limit(1_000_000))) {
                stored.put(row.id().value(), row);
            }
            Set<String> quarantined = quarantined(person);
            for (Activity activity : person.activities) {
                StoredActivity row = stored.remove(activity.id);
                checkEnd(activity, row, quarantined);
            }
            if (!stored.isEmpty()) {
                throw violation("I16", "rows of activities that never were: " + stored.keySet());
            }
            for (World.Broken broken : person.broken) {
                requireQuarantined(person, quarantined, broken.bytes());
            }
            Set<ActivityId> ids = new HashSet<>();
            database()
                    .activities
                    .quarantined(person.id)
                    .forEach(entry -> entry.id().ifPresent(ids::add));
            for (ActivityId id : ids) {
                Activity activity = world.activity(id.value());
                Version shown = activity == null ? null : activity.seen(world.moment(), 0);
                if (shown != null && !shown.poison) {
                    throw violation("I8", activity + " can be read and is still in quarantine");
                }
            }
        }
    }

    private void checkEnd(Activity activity, @Nullable StoredActivity row, Set<String> quarantined) {
        Version shown = activity.seen(world.moment(), 0);
        if (shown == null) {
            boolean outOfSight =
                    row != null && row.rawJson().contains("only_me") && !activity.owner.readAll(world.moment());
            if (row != null && row.deletedAt().isEmpty() && !outOfSight) {
                throw violation("I16", activity + " is stored and not shown since " + Trace.time(activity.lastChange));
            }
        } else if (shown.poison) {
            requireQuarantined(
                    activity.owner, quarantined, shown.json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (row == null || row.deletedAt().isPresent()) {
            throw violation(
                    "I16",
                    activity + (row == null ? " is not stored" : " is marked deleted") + " and shown since "
                            + Trace.time(activity.lastChange));
        } else if (!row.rawJson().equals(shown.json)) {
            throw violation(
                    "I16",
                    activity + " is stored as v" + version(row) + " and is v" + shown.number + " since "
                            + Trace.time(activity.lastChange));
        }
    }

    boolean isQuiet() {
        return quiet;
    }
}
