package io.stravaai.simulation;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.NoGrantException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.Lane;
import io.stravaai.simulation.Referee.Notes;
import io.stravaai.simulation.Scheduler.Process;
import io.stravaai.simulation.Scheduler.Task;
import io.stravaai.simulation.World.Activity;
import io.stravaai.simulation.World.Person;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncPolicy;
import io.stravaai.sync.SyncReport;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An application's process: a client, an engine, and a loop that syncs whoever is due. */
final class Node {

    private static final long TICK = 5 * Swarm.MINUTE;

    private final Simulation simulation;
    private final int number;
    private final SplittableRandom random;
    private final Map<Person, Long> ownDue = new HashMap<>();
    private int starts;
    private long skew;
    private Process process;
    private Clock clock;
    private StravaClient client;
    private SyncEngine engine;
    private BackgroundSync background;
    private boolean enrolled;
    /** How many calls are at work for an athlete in this process. */
    private Map<Person, Integer> callsOf = new HashMap<>();

    private boolean looping;
    private final List<Person> atWork = new ArrayList<>();

    Node(Simulation simulation, int number, SplittableRandom random) {
        this.simulation = simulation;
        this.number = number;
        this.random = random;
        start();
    }

    Process process() {
        return process;
    }

    void skew(long milliseconds) {
        simulation.referee.clockMoved(process, milliseconds - skew);
        skew = milliseconds;
        simulation.trace.add(simulation.scheduler.now(), process.name + " clock off by " + milliseconds);
    }

    /** The process begins with nothing in its memory. */
    void start() {
        starts++;
        process = new Process("n" + number + "." + starts);
        looping = false;
        if (simulation.swarm.scripted) {
            // This host notes who was being synced.
            atWork.forEach(person -> person.nextDue = 0);
        }
        atWork.clear();
        Process process = this.process;
        clock = new SkewedClock();
        SplittableRandom chance = random.split();
        client = StravaClient.builder()
                .credentials(simulation.strava.credentials())
                .tokenStore(simulation.database.tokensOf(process))
                .quotaLedger(simulation.database.ledgerOf(process, simulation.wrapper.equals("ledger of each node")))
                .clock(clock)
                .sleeper(duration -> simulation.scheduler.pause(Math.max(1, duration.toMillis())))
                .random(chance)
                .refreshExecutor(Runnable::run)
                .listener(new StravaListener() {
                    @Override
                    public void tokenRefreshFailed(AthleteId athlete, StravaAiException failure) {
                        if (!process.dead) {
                            simulation.referee.refreshFailed(athlete, failure);
                        }
                    }
                })
                .okHttp(simulation.network.of(process))
                .build();
        engine = SyncEngine.builder()
                .client(client)
                .store(simulation.database.activitiesOf(process))
                .policy(SyncPolicy.defaults()
                        .withInterval(Duration.ofMillis(simulation.swarm.poll))
                        .withRelistPeriod(Duration.ofMillis(simulation.swarm.relistPeriod)))
                .clock(clock)
                .random(chance)
                .build();
        background = BackgroundSync.builder()
                .engine(noting(engine))
                .store(simulation.database.activitiesOf(process))
                .executor(Runnable::run)
                .clock(clock)
                .random(chance)
                .build();
        enrolled = false;
        callsOf = new HashMap<>();
        long drawn = random.nextLong(TICK);
        // Nodes that do not know of one another work by the clock, all at once.
        long untilTick = TICK - simulation.scheduler.now() % TICK;
        simulation.scheduler.after(simulation.swarm.uncoordinated ? untilTick : drawn, () -> tick(process));
    }

    private void tick(Process process) {
        if (process.dead) {
            return;
        }
        simulation.scheduler.after(TICK, () -> tick(process));
        long now = simulation.scheduler.now();
        if (looping || process.standsUntil > now) {
            return;
        }
        if (simulation.swarm.background) {
            if (!enrolled
                    || !simulation.database.activities.due(clock.instant(), 1).isEmpty()) {
                looping = true;
                simulation.start(process, "background", null, this::runBackground);
            }
            return;
        }
        List<Person> due = new ArrayList<>();
        for (Person person : simulation.world.people) {
            if (person.consents) {
                continue;
            }
            long at = simulation.swarm.uncoordinated ? ownDue.getOrDefault(person, 0L) : person.nextDue;
            if (at <= now) {
                setDue(person, next(now));
                due.add(person);
            }
        }
        if (!due.isEmpty()) {
            looping = true;
            atWork.addAll(due);
            simulation.start(process, "sync", null, () -> {
                for (Person person : due) {
                    sync(person, SyncOptions.defaults());
                    atWork.remove(person);
                }
                looping = false;
            });
        }
    }

    private void runBackground() {
        try {
            if (!enrolled) {
                simulation.world.people.forEach(person -> background.enroll(person.id));
                enrolled = true;
            }
            BackgroundReport report = background.run();
            simulation.trace.add(simulation.scheduler.now(), process.name + " " + report.end());
        } catch (StoreException e) {
            simulation.referee.disturbed("enrolling failed");
        }
        looping = false;
    }

    /** The engine, with notes of what each sync does. */
    private SyncEngine noting(SyncEngine real) {
        return (SyncEngine) Proxy.newProxyInstance(
                SyncEngine.class.getClassLoader(), new Class<?>[] {SyncEngine.class}, (proxy, method, args) -> {
                    boolean sync = method.getName().equals("sync") && args.length == 2;
                    Task task = sync ? simulation.scheduler.current() : null;
                    if (task == null) {
                        return method.invoke(real, args);
                    }
                    Person person = simulation.person((AthleteId) args[0]);
                    Map<Person, Integer> callsOf = this.callsOf;
                    enter(callsOf, person);
                    SyncOptions options = (SyncOptions) args[1];
                    Notes notes = new Notes(person, simulation.scheduler.now());
                    notes.newestMaxAge = options.newestMaxAge().orElse(null);
                    task.attachment = notes;
                    try {
                        SyncReport report = real.sync(person.id, options);
                        simulation.referee.synced(person, notes, report.status() == SyncReport.Status.COMPLETE);
                        return report;
                    } catch (GrantRevokedException | NoGrantException e) {
                        simulation.referee.refused(person, notes);
                        simulation.consentLater(person);
                        throw e;
                    } catch (StravaAiException e) {
                        simulation.referee.failed(person, notes, e);
                        throw e;
                    } finally {
                        callsOf.merge(person, -1, Integer::sum);
                        task.attachment = null;
                    }
                });
    }

    /** In the script at fixed times, so that a crash changes no others. */
    private long next(long now) {
        long poll = simulation.swarm.poll;
        return simulation.swarm.scripted ? (now / poll + 1) * poll : now + poll;
    }

    private void setDue(Person person, long at) {
        if (simulation.swarm.uncoordinated) {
            ownDue.put(person, at);
        } else {
            person.nextDue = at;
        }
    }

    /** What a host does: it goes on with the next athlete whatever becomes of this one. */
    void sync(Person person, SyncOptions options) {
        Scheduler scheduler = simulation.scheduler;
        Task task = java.util.Objects.requireNonNull(scheduler.current());
        Map<Person, Integer> callsOf = this.callsOf;
        enter(callsOf, person);
        Notes notes = new Notes(person, scheduler.now());
        task.attachment = notes;
        try {
            SyncReport report = engine.sync(person.id, options);
            simulation.referee.synced(person, notes, report.status() == SyncReport.Status.COMPLETE);
            if (report.status() != SyncReport.Status.COMPLETE) {
                setDue(person, scheduler.now() + Math.min(simulation.swarm.poll, 15 * Swarm.MINUTE));
            }
        } catch (GrantRevokedException | NoGrantException e) {
            simulation.referee.refused(person, notes);
            simulation.consentLater(person);
        } catch (StravaAiException e) {
            simulation.referee.failed(person, notes, e);
            setDue(person, scheduler.now() + Math.min(simulation.swarm.poll, 15 * Swarm.MINUTE));
        } finally {
            callsOf.merge(person, -1, Integer::sum);
        }
        task.attachment = null;
    }

    /**
     * Waits until no other call of this process is at work for the athlete. The library would wait for a refresh that
     * another call has begun, but in real time.
     */
    private void enter(Map<Person, Integer> calls, Person person) {
        while (calls.getOrDefault(person, 0) > 0) {
            simulation.scheduler.pause(500);
        }
        calls.merge(person, 1, Integer::sum);
    }

    void syncInteractively(Person person) {
        simulation.start(
                process,
                "interactive sync",
                person,
                () -> sync(person, SyncOptions.defaults().withLane(Lane.INTERACTIVE)));
    }

    void look(Person person, Activity activity) {
        simulation.start(process, "look", person, () -> {
            Map<Person, Integer> callsOf = this.callsOf;
            enter(callsOf, person);
            try {
                client.activities().get(person.id, ActivityId.of(activity.id));
            } catch (StravaAiException e) {
                simulation.trace.add(
                        simulation.scheduler.now(), "look " + e.getClass().getSimpleName());
            } finally {
                callsOf.merge(person, -1, Integer::sum);
            }
        });
    }

    /** The athlete consents, and the host exchanges the code. */
    void consent(Person person, boolean readAll) {
        simulation.start(process, "consent", person, () -> {
            try {
                Notes notes = (Notes) java.util.Objects.requireNonNull(
                        java.util.Objects.requireNonNull(simulation.scheduler.current()).attachment);
                notes.consents = readAll;
                String code = person.fake.consent(World.scopes(readAll));
                client.oauth()
                        .exchange(AuthorizationCallback.parse(
                                URI.create("https://host.example/callback?state=s&code=" + code), "s"));
                person.consents = false;
                person.lost = null;
                if (simulation.swarm.background) {
                    background.enroll(person.id);
                }
                setDue(person, simulation.scheduler.now());
            } catch (StravaAiException e) {
                simulation.referee.disturbed("consent failed: " + e.getClass().getSimpleName());
                simulation.scheduler.after(Swarm.HOUR, () -> simulation.consent(person, readAll));
            }
        });
    }

    private final class SkewedClock extends Clock {

        @Override
        public Instant instant() {
            return World.BEGINNING.plusMillis(simulation.scheduler.now() + skew);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
