package io.stravaai.simulation;

import io.stravaai.model.AthleteId;
import io.stravaai.simulation.Referee.Notes;
import io.stravaai.simulation.Referee.Violation;
import io.stravaai.simulation.Scheduler.Process;
import io.stravaai.simulation.World.Activity;
import io.stravaai.simulation.World.Person;
import io.stravaai.store.ActivityQuery;
import io.stravaai.test.FakeStrava;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Some weeks of an application, its athletes and Strava, in virtual time. Real are the client, the engine, the limiter and
 * the refreshes of tokens; the clock, the stores, the network and chance are the simulation's. One seed gives one run, to
 * the last event.
 *
 * <p>First everything goes wrong that the seed's {@link Swarm} has on; then all is quiet, and what is stored must become
 * what Strava shows.
 */
public final class Simulation {

    final Scheduler scheduler = new Scheduler();
    final Trace trace;
    final Swarm swarm;
    final String wrapper;
    final FakeStrava strava;
    final World world;
    final Referee referee;
    final Database database;
    final Network network;
    private final List<Node> nodes = new ArrayList<>();
    private final SplittableRandom random;
    private boolean quiet;

    private Simulation(long seed, Swarm swarm, String wrapper, boolean printed) {
        this.swarm = swarm;
        this.wrapper = wrapper;
        this.trace = new Trace(printed);
        this.random = new SplittableRandom(seed);
        this.strava = FakeStrava.builder()
                .clock(new VirtualClock())
                .seed(seed)
                .tokenRotation(swarm.rotation)
                .shortPages(swarm.shortPages)
                .shuffledPages(swarm.shuffledPages)
                .readLimits(smallLimit(swarm), smallDay(swarm))
                .build();
        this.world = new World(scheduler, trace, strava, random.split());
        this.referee = new Referee(scheduler, trace, swarm, world);
        this.database = new Database(scheduler, trace, swarm, referee, random.split());
        this.network = new Network(scheduler, swarm, referee, world, strava, database, random.split());
        referee.use(database);
        if (swarm.smallLimits) {
            referee.limits(smallLimit(swarm), smallDay(swarm));
        }
    }

    /**
     * Runs a seed.
     *
     * @param wrapper a fault of ours in a store, for a check of the simulation itself; empty for none
     * @return the hash of the trace, virtual days, API calls, trace lines, then, if it failed, the invariant and the story
     */
    public static String[] run(long seed, String wrapper, boolean printed) {
        return new Simulation(seed, Swarm.of(seed), wrapper, printed).run(seed);
    }

    /** What a run of the script comes to. */
    record Script(long points, int lists, List<String> rows, String story) {}

    /**
     * Runs a small script without any chance fault: three athletes, some changes, four syncs each.
     *
     * @param haltPoint at which pause the node dies, to begin anew a minute later; 0 for at none
     */
    static Script script(long haltPoint) {
        Simulation simulation = new Simulation(1, Swarm.script(), "", false);
        simulation.scheduler.haltAt(haltPoint, () -> {
            Node node = simulation.nodes.get(0);
            simulation.referee.halted(node.process(), "crashed");
            simulation.referee.disturbedAll(Swarm.MINUTE, "crash");
            simulation.scheduler.after(Swarm.MINUTE, node::start);
        });
        simulation.scheduler.at(30 * Swarm.MINUTE, () -> simulation.changes(0));
        simulation.scheduler.at(95 * Swarm.MINUTE, () -> simulation.changes(1));
        String story = simulation.run(1)[5];
        List<String> rows = new ArrayList<>();
        for (Person person : simulation.world.people) {
            simulation
                    .database
                    .activities
                    .list(ActivityQuery.of(person.id).includeDeleted().limit(100_000))
                    .stream()
                    .map(row -> row.id() + " " + row.deletedAt().isPresent() + " " + row.rawJson())
                    .sorted()
                    .forEach(rows::add);
            simulation.database.activities.quarantined(person.id).stream()
                    .map(entry -> new String(entry.bytes(), StandardCharsets.UTF_8))
                    .sorted()
                    .forEach(rows::add);
        }
        return new Script(
                simulation.scheduler.points(),
                simulation.strava.requests("/api/v3/athlete/activities"),
                List.copyOf(rows),
                story);
    }

    /** Of each athlete one activity of the newest and one of old times is edited, and one is deleted; one comes new. */
    private void changes(int round) {
        for (Person person : world.people) {
            int count = person.activities.size();
            world.rename(person.activities.get(2 + round));
            world.rename(person.activities.get(count - 2 - round));
            world.delete(person.activities.get(count / 2 + round));
            world.delete(person.activities.get(count / 3 + round));
            world.turnPrivacy(person.activities.get(count / 4));
            world.turnStart(person.activities.get(count - 4 - round));
            world.upload(person, swarm);
            world.addBroken(person);
        }
    }

    private String[] run(long seed) {
        String invariant = "";
        String story = "";
        try {
            prepare();
            scheduler.run();
        } catch (Throwable e) {
            invariant = e instanceof Violation violation ? violation.invariant : "I0";
            story = "seed " + seed + ", " + Trace.time(scheduler.now()) + ", " + e + "\n" + swarm + "\n" + trace.tail()
                    + "\n" + (e instanceof Violation ? "" : stack(e)) + "again: ./mvnw verify -pl simulation -am"
                    + " -Dsimulation.seed=" + seed;
        }
        long days = scheduler.now() / Swarm.DAY;
        return new String[] {
            trace.sha256(),
            String.valueOf(days),
            String.valueOf(referee.calls),
            String.valueOf(trace.lines()),
            invariant,
            story
        };
    }

    private static String stack(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private void prepare() {
        for (int history : swarm.histories) {
            Person person = world.addPerson(history, random.nextInt(3) > 0, swarm);
            boolean stale = swarm.scripted && world.people.size() == 1;
            database.tokens.put(person.id, stale ? person.fake.expiredGrant() : person.fake.grant());
            referee.watch(person);
        }
        if (swarm.replicaLag) {
            // What changes from now on is remembered for the lags to come.
            strava.setReplicaLag(java.time.Duration.ofMinutes(1));
        }
        if (swarm.detailLag) {
            strava.setDetailLag(java.time.Duration.ofMinutes(8));
        }
        for (int i = 0; i < swarm.nodes; i++) {
            nodes.add(new Node(this, i + 1, random.split()));
        }
        for (Person person : world.people) {
            double rate = Math.min(6, 30.0 / swarm.days + 0.5);
            if (!swarm.scripted) {
                every(Swarm.DAY / rate, () -> world.change(person, swarm, null));
            }
        }
        faults();
        scheduler.after(Swarm.HOUR, this::checkServed);
        long safety = swarm.scripted ? 2 * Swarm.HOUR : swarm.days * Swarm.DAY;
        scheduler.at(safety, this::becomeQuiet);
        scheduler.at(safety + swarm.quiet(), () -> {
            referee.checkEnd();
            scheduler.end();
        });
    }

    private void faults() {
        if (swarm.crashes && !swarm.scripted) {
            every(3.0 * Swarm.DAY / nodes.size(), () -> crash(nodes.get(random.nextInt(nodes.size()))));
        }
        if (swarm.pauses) {
            every(2.0 * Swarm.DAY / nodes.size(), () -> {
                Node node = nodes.get(random.nextInt(nodes.size()));
                long pause = random.nextLong(25 * Swarm.MINUTE);
                node.process().standsUntil = scheduler.now() + pause;
                referee.halted(node.process(), "stood still");
                referee.disturbedAll(pause, node.process().name + " stands still");
            });
        }
        if (swarm.skew) {
            for (Node node : nodes) {
                node.skew(skew());
            }
            every(4.0 * Swarm.DAY, () -> nodes.get(random.nextInt(nodes.size())).skew(skew()));
        }
        if (swarm.storeOutages) {
            every(5.0 * Swarm.DAY, () -> {
                long length = random.nextLong(2 * Swarm.HOUR);
                database.downUntil = scheduler.now() + length;
                referee.disturbedAll(length, "the database is down");
            });
        }
        if (swarm.maintenance) {
            every(5.0 * Swarm.DAY, () -> {
                long length = random.nextLong(3 * Swarm.HOUR);
                strava.setMaintenance(true);
                referee.disturbedAll(length, "maintenance");
                scheduler.after(length, () -> strava.setMaintenance(false));
            });
        }
        if (swarm.suspensions) {
            every(8.0 * Swarm.DAY, () -> {
                long length = random.nextLong(6 * Swarm.HOUR);
                strava.setActive(false);
                referee.disturbedAll(length, "suspension");
                scheduler.after(length, () -> strava.setActive(true));
            });
        }
        if (swarm.foreignUse) {
            every(6.0 * Swarm.HOUR, () -> {
                strava.useQuota(random.nextInt(40));
                referee.disturbedAll(15 * Swarm.MINUTE, "foreign use");
            });
        }
        if (swarm.limitChanges) {
            every(6.0 * Swarm.DAY, () -> {
                boolean less = random.nextBoolean();
                int quarterHour = swarm.smallLimits ? smallLimit(swarm) : less ? 40 : 100;
                strava.setReadLimits(quarterHour, 10 * quarterHour);
                referee.limits(quarterHour, 10 * quarterHour);
            });
        }
        if (swarm.revocations) {
            every(10.0 * Swarm.DAY, () -> {
                Person person = anybody();
                if (person.lost == null && !person.consents) {
                    person.fake.revoke();
                    referee.revoked(person);
                }
            });
        }
        if (swarm.scopeChanges) {
            every(8.0 * Swarm.DAY, () -> {
                Person person = anybody();
                consent(person, !person.readAll(world.moment()));
            });
        }
        if (swarm.theme == Swarm.Theme.QUOTA) {
            every(4.0 * Swarm.HOUR, this::burst);
        }
        if (swarm.theme == Swarm.Theme.ABSENCE) {
            every(6.0 * Swarm.HOUR, this::comeFresh);
            every(8.0 * Swarm.HOUR, this::goAndComeBack);
        }
        if (swarm.interactive) {
            every(5.0 * Swarm.HOUR, () -> {
                Person person = anybody();
                Node node = nodes.get(random.nextInt(nodes.size()));
                Activity activity = world.any(person);
                if (random.nextBoolean() || activity == null) {
                    node.syncInteractively(person);
                } else {
                    node.look(person, activity);
                }
            });
        }
    }

    /** Again and again, as long as things go wrong, at random times that are so far apart in the mean. */
    private void every(double mean, Runnable event) {
        long wait = (long) Math.max(1, -Math.log(1 - random.nextDouble()) * mean);
        scheduler.after(wait, () -> {
            if (!quiet) {
                event.run();
                every(mean, event);
            }
        });
    }

    Person person(AthleteId athlete) {
        return world.people.stream()
                .filter(person -> person.id.equals(athlete))
                .findFirst()
                .orElseThrow();
    }

    private Person anybody() {
        return world.people.get(random.nextInt(world.people.size()));
    }

    /** Many look at activities at once, on all nodes: most of all where a window ends. */
    private void burst() {
        int limit = smallLimit(swarm);
        long untilEnd = 15 * Swarm.MINUTE - scheduler.now() % (15 * Swarm.MINUTE);
        boolean atEnd = random.nextBoolean();
        long length = random.nextBoolean() ? 200 : Swarm.MINUTE;
        long last = atEnd ? untilEnd : length;
        network.slowUntil = scheduler.now() + last;
        referee.disturbedAll(last + 15 * Swarm.MINUTE, "many look at once");
        if (random.nextInt(3) == 0) {
            network.errorsUntil = network.slowUntil;
        }
        long middle = 1 + random.nextLong(last);
        if (swarm.foreignUse && random.nextBoolean()) {
            scheduler.after(middle, () -> strava.useQuota(limit));
        } else if (swarm.foreignUse) {
            scheduler.after(middle, () -> network.refuses = !quiet);
        }
        for (int i = 0; i < 2 * limit; i++) {
            // Half of them in the last seconds of the window, half in the first of the next.
            long after = !atEnd
                    ? random.nextLong(length)
                    : i < limit
                            ? Math.max(0, untilEnd - 6_000 + random.nextLong(5_900))
                            : untilEnd + random.nextLong(4_000);
            Node node = nodes.get(i % nodes.size());
            Person person = anybody();
            scheduler.after(after, () -> {
                Activity activity = world.any(person);
                if (activity != null) {
                    node.look(person, activity);
                }
            });
        }
    }

    /** An activity that has just come is looked at again and again, on nodes in turn. */
    private void comeFresh() {
        Person person = anybody();
        world.upload(person, swarm);
        for (int i = 0; i < 5; i++) {
            Node node = nodes.get(i % nodes.size());
            scheduler.after(14_000 + i * 9_000L, () -> node.syncInteractively(person));
        }
    }

    /** An activity is deleted, and later it is there again. */
    private void goAndComeBack() {
        Activity activity = world.listed(anybody(), null);
        if (activity != null) {
            world.delete(activity);
            long away = swarm.poll + random.nextLong(2 * swarm.poll);
            scheduler.after(away, () -> {
                if (!activity.exists()) {
                    world.bringBack(activity);
                }
            });
        }
    }

    private static int smallDay(Swarm swarm) {
        return (swarm.theme == Swarm.Theme.QUOTA ? 40 : 10) * smallLimit(swarm);
    }

    /** So little that it binds, and enough for what is promised. */
    private static int smallLimit(Swarm swarm) {
        return swarm.smallLimits ? 6 + 4 * swarm.athletes : 100;
    }

    private long skew() {
        return random.nextBoolean() ? 0 : random.nextLong(-2 * Swarm.HOUR, 2 * Swarm.HOUR);
    }

    private void crash(Node node) {
        if (node.process().dead) {
            return;
        }
        node.process().dead = true;
        long until = 1 + random.nextLong(Swarm.HOUR);
        referee.halted(node.process(), "crashed");
        referee.disturbedAll(until, node.process().name + " crashes");
        scheduler.after(until, node::start);
    }

    private void becomeQuiet() {
        quiet = true;
        database.faults = false;
        database.downUntil = 0;
        database.tokensDownUntil = 0;
        network.faults = false;
        strava.setMaintenance(false);
        strava.setActive(true);
        nodes.forEach(node -> node.skew(0));
        referee.quiet();
    }

    private void checkServed() {
        referee.checkServed();
        scheduler.after(Swarm.HOUR, this::checkServed);
    }

    void start(Process process, String name, @Nullable Person person, Runnable body) {
        Scheduler.Task task = scheduler.start(process.name + " " + name, process, body);
        task.attachment = person == null ? null : new Notes(person, scheduler.now());
    }

    /** Hours later the athlete answers the host's mail. */
    void consentLater(Person person) {
        if (!person.consents) {
            person.consents = true;
            boolean readAll = person.readAll(world.moment());
            long wait = swarm.scripted ? 10 * Swarm.MINUTE : random.nextLong(12 * Swarm.HOUR);
            scheduler.after(wait, () -> consent(person, readAll));
        }
    }

    void consent(Person person, boolean readAll) {
        for (Node node : nodes) {
            if (!node.process().dead) {
                node.consent(person, readAll);
                return;
            }
        }
        scheduler.after(Swarm.HOUR, () -> consent(person, readAll));
    }

    private final class VirtualClock extends Clock {

        @Override
        public Instant instant() {
            return World.BEGINNING.plusMillis(scheduler.now());
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
