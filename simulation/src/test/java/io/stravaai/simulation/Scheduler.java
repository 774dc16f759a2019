package io.stravaai.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One queue of events in virtual time, and tasks that block: each has a thread of its own, and exactly one thread runs at
 * any time. A task gives way only in {@link #pause}; who goes on then, the order of the queue alone decides.
 *
 * <p>There is no thread that schedules: whoever pauses runs what is due itself, and hands on to another thread only when
 * that one's task is due.
 */
final class Scheduler {

    /** Ends a task whose process is dead, and every task at the end. Not to be caught. */
    static final class Halted extends Error {

        private static final long serialVersionUID = 1;

        Halted() {
            super("The process is dead", null, false, false);
        }
    }

    /** A process: what of it can be halted and can stand still. */
    static final class Process {

        final String name;
        boolean dead;
        long standsUntil;

        Process(String name) {
            this.name = name;
        }
    }

    /** A piece of blocking work of a process. */
    final class Task {

        final String name;
        final Process process;
        final Runnable body;
        /** What the simulation notes of the task while it runs. */
        @Nullable
        Object attachment;

        private @Nullable Worker worker;

        private Task(String name, Process process, Runnable body) {
            this.name = name;
            this.process = process;
            this.body = body;
        }
    }

    private record Event(
            long at,
            long sequence,
            @Nullable Runnable action,
            @Nullable Task task) {}

    private final class Worker extends Thread {

        private final Semaphore turn = new Semaphore(0);
        private @Nullable Task task;

        Worker(int number) {
            super("simulation-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            turn.acquireUninterruptibly();
            while (task != null) {
                Task running = task;
                current = running;
                try {
                    running.body.run();
                } catch (Halted e) {
                    // As meant.
                } catch (Throwable e) {
                    // A dead process throws what it likes.
                    if (!running.process.dead && !ended) {
                        fail(e);
                    }
                }
                Thread.interrupted();
                running.worker = null;
                task = null;
                unfinished.remove(running);
                Task next = proceed(this, null);
                if (next != null) {
                    task = next;
                    next.worker = this;
                }
            }
        }
    }

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
    private final Set<Task> unfinished = new LinkedHashSet<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private @Nullable Task current;
    private @Nullable Throwable failure;
    private long now;
    private long sequence;
    private long points;
    /** How often a task has waited, for a thread that watches. */
    private volatile long progress;

    private boolean ended;
    private long haltPoint;
    private Runnable onHalt = () -> {};

    /** Milliseconds since the beginning. */
    long now() {
        return now;
    }

    /** How often a task has paused. */
    long points() {
        return points;
    }

    /** The process that pauses for the n-th time, counted over all, dies there. */
    void haltAt(long point, Runnable onHalt) {
        this.haltPoint = point;
        this.onHalt = onHalt;
    }

    /** The task that runs; null in an event. */
    @Nullable
    Task current() {
        return current;
    }

    /** Whether a task may still do something. */
    boolean isAtWork(Task task) {
        return !task.process.dead && unfinished.contains(task);
    }

    void at(long time, Runnable action) {
        queue.add(new Event(Math.max(time, now), sequence++, action, null));
    }

    void after(long milliseconds, Runnable action) {
        at(now + milliseconds, action);
    }

    Task start(String name, Process process, Runnable body) {
        Task task = new Task(name, process, body);
        unfinished.add(task);
        queue.add(new Event(now, sequence++, null, task));
        return task;
    }

    /** Ends the simulation: no event comes any more, and each task is halted. */
    void end() {
        ended = true;
    }

    void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        ended = true;
    }

    /** Runs until the queue is empty or {@link #end} was called; called once. */
    void run() throws Throwable {
        proceed(null, null);
        awaitEnd();
        for (Worker worker : workers) {
            worker.task = null;
            worker.turn.release();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Whoever waits in real time for what only another task can do waits for ever. */
    private void awaitEnd() throws InterruptedException {
        long seen = -1;
        while (!over.tryAcquire(2, TimeUnit.MINUTES)) {
            long now = progress;
            if (now == seen) {
                throw new IllegalStateException(
                        "A task waits in real time since two minutes, at virtual time " + this.now);
            }
            seen = now;
        }
    }

    /** Lets the current task wait so long, longer if its process stands still, and for ever if it dies meanwhile. */
    void pause(long milliseconds) {
        Task task = Objects.requireNonNull(current, "Only a task can pause");
        throwIfHalted(task);
        points++;
        progress = points;
        if (points == haltPoint) {
            task.process.dead = true;
            onHalt.run();
            throw new Halted();
        }
        long wake = now + milliseconds;
        while (true) {
            wake = Math.max(wake, task.process.standsUntil);
            waitUntil(task, wake);
            throwIfHalted(task);
            if (task.process.standsUntil <= now) {
                return;
            }
        }
    }

    private void throwIfHalted(Task task) {
        if (ended || task.process.dead) {
            throw new Halted();
        }
    }

    private void waitUntil(Task task, long wake) {
        Event head = queue.peek();
        if (head == null || head.at() > wake) {
            now = Math.max(now, wake);
            return;
        }
        Event mine = new Event(wake, sequence++, null, task);
        queue.add(mine);
        proceed(Objects.requireNonNull(task.worker), mine);
        current = task;
    }

    /**
     * Runs events on this thread until it is to go on, handing over to another where that is due.
     *
     * @param self null for the thread that began it all
     * @param mine the event on which to go on; null if there is nothing to go on with
     * @return a task to begin, if there is nothing to go on with; null then means that all is over
     */
    private @Nullable Task proceed(@Nullable Worker self, @Nullable Event mine) {
        while (true) {
            current = null;
            Event event = ended ? null : queue.poll();
            if (event == null) {
                Task left = unfinished.isEmpty() ? null : unfinished.iterator().next();
                if (left == null) {
                    over.release();
                    return idle(self);
                }
                ended = true;
                if (left.worker == null) {
                    unfinished.remove(left);
                    continue;
                }
                if (mine != null && left == mine.task()) {
                    return null;
                }
                return handOver(self, mine, left.worker);
            }
            now = event.at();
            if (event == mine) {
                return null;
            }
            if (event.action() != null) {
                try {
                    event.action().run();
                } catch (Throwable e) {
                    fail(e);
                }
                continue;
            }
            Task task = Objects.requireNonNull(event.task());
            if (task.worker != null) {
                return handOver(self, mine, task.worker);
            }
            if (mine == null && self != null) {
                return task;
            }
            Worker other = idle.poll();
            if (other == null) {
                other = new Worker(workers.size());
                workers.add(other);
                other.start();
            }
            other.task = task;
            task.worker = other;
            return handOver(self, mine, other);
        }
    }

    private @Nullable Task handOver(@Nullable Worker self, @Nullable Event mine, Worker other) {
        if (self != null && mine == null) {
            idle.push(self);
        }
        other.turn.release();
        if (self == null) {
            return null;
        }
        self.turn.acquireUninterruptibly();
        return mine == null ? self.task : null;
    }

    private @Nullable Task idle(@Nullable Worker self) {
        if (self == null) {
            return null;
        }
        self.turn.acquireUninterruptibly();
        return null;
    }
}
