package io.stravaai.simulation;

import io.stravaai.okhttp.OkHttpCustomizer;
import io.stravaai.simulation.Scheduler.Process;
import io.stravaai.simulation.World.Activity;
import io.stravaai.simulation.World.Person;
import io.stravaai.test.FakeStrava;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;
import okio.AsyncTimeout;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The way from a node to Strava: it takes time, loses requests and answers, and things change while they travel. */
final class Network {

    /** Shorter than what the limiter allows a request to take on its way. */
    private static final int SLOWEST_REQUEST = 9_000;

    private static final int SLOWEST_ANSWER = 45_000;

    private final Scheduler scheduler;
    private final Swarm swarm;
    private final Referee referee;
    private final World world;
    private final FakeStrava strava;
    private final SplittableRandom random;
    boolean faults = true;

    Network(
            Scheduler scheduler,
            Swarm swarm,
            Referee referee,
            World world,
            FakeStrava strava,
            SplittableRandom random) {
        this.scheduler = scheduler;
        this.swarm = swarm;
        this.referee = referee;
        this.world = world;
        this.strava = strava;
        this.random = random;
    }

    OkHttpCustomizer of(Process process) {
        return builder -> {
            builder.addInterceptor(chain -> exchange(chain, process));
            strava.inProcess().customize(builder);
        };
    }

    private Response exchange(Interceptor.Chain chain, Process process) throws IOException {
        Timeout timeout = chain.call().timeout();
        long most = timeout.timeoutNanos() == 0
                ? Long.MAX_VALUE
                : Duration.ofNanos(timeout.timeoutNanos()).toMillis();
        // Real time must not end what waits in virtual time.
        if (timeout instanceof AsyncTimeout real) {
            real.exit();
        }
        HttpUrl url = chain.request().url();
        String what = chain.request().method() + " " + url.encodedPath();
        long sent = scheduler.now();
        scheduler.pause(way(SLOWEST_REQUEST));
        if (faults && swarm.networkFaults && random.nextInt(1000) < 10) {
            referee.disturbed(what + " lost");
            throw new SocketException("Connection reset");
        }
        long lag = faults && swarm.replicaLag ? random.nextLong(61) * 1000 : 0;
        strava.setReplicaLag(Duration.ofMillis(lag));
        Person person = referee.personOfTask();
        Response response = chain.proceed(chain.request());
        referee.arrived(what, url, response, lag);
        if (faults && swarm.hot && person != null && random.nextInt(100) < (swarm.uncoordinated ? 10 : 3)) {
            String before = url.queryParameter("before");
            Activity chosen = url.encodedPath().endsWith("/athlete/activities")
                    ? world.listed(person, before == null ? null : Instant.ofEpochSecond(Long.parseLong(before)))
                    : idOf(url);
            world.change(person, swarm, chosen != null && chosen.exists() ? chosen : null);
        }
        if (faults && swarm.hot && swarm.pauses && random.nextInt(1000) < 3) {
            process.standsUntil = scheduler.now() + random.nextLong(25 * Swarm.MINUTE);
            referee.disturbed(process.name + " stands still");
        }
        long back = way(SLOWEST_ANSWER);
        if (scheduler.now() + back - sent >= most) {
            response.close();
            scheduler.pause(Math.max(0, most - (scheduler.now() - sent)));
            referee.disturbed(what + " times out");
            throw new InterruptedIOException("timeout");
        }
        boolean lost = faults && swarm.networkFaults && random.nextInt(1000) < 10;
        if (lost) {
            referee.disturbed("the answer of " + what + " is lost");
        }
        scheduler.pause(back);
        if (lost) {
            response.close();
            throw new SocketException("Connection reset");
        }
        return response;
    }

    private @Nullable Activity idOf(HttpUrl url) {
        String last = url.pathSegments().get(url.pathSegments().size() - 1);
        return last.chars().allMatch(Character::isDigit) ? world.activity(Long.parseLong(last)) : null;
    }

    private long way(int slowest) {
        if (faults && swarm.latencyTail && random.nextInt(100) == 0) {
            return random.nextLong(slowest);
        }
        return 20 + random.nextLong(80);
    }
}
