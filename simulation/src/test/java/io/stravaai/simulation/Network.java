package io.stravaai.simulation;

import io.stravaai.okhttp.OkHttpCustomizer;
import io.stravaai.simulation.Scheduler.Process;
import io.stravaai.simulation.World.Activity;
import io.stravaai.simulation.World.Person;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeStrava;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
    private final Database database;
    private final Map<Long, Long> unanswerable = new HashMap<>();
    boolean faults = true;
    /** Until when requests are slow, and are answered with errors. */
    long slowUntil;

    long errorsUntil;
    /** Whether the next request is refused with a 429 that tells no figures. */
    boolean refuses;

    Network(
            Scheduler scheduler,
            Swarm swarm,
            Referee referee,
            World world,
            FakeStrava strava,
            Database database,
            SplittableRandom random) {
        this.scheduler = scheduler;
        this.swarm = swarm;
        this.referee = referee;
        this.world = world;
        this.strava = strava;
        this.database = database;
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
        boolean forToken = faults && swarm.theme == Swarm.Theme.TOKENS && what.equals("POST /oauth/token");
        if (forToken && random.nextInt(100) < 12) {
            // Longer than a claim lasts.
            process.standsUntil = scheduler.now() + 35_000 + random.nextLong(2 * Swarm.MINUTE);
            referee.halted(process, "stood still");
            referee.disturbedAll(3 * Swarm.MINUTE, process.name + " stands still with a refresh in hand");
        }
        scheduler.pause(way(SLOWEST_REQUEST));
        if (faults && swarm.networkFaults && random.nextInt(1000) < 10) {
            referee.disturbed(what + " lost");
            throw new SocketException("Connection reset");
        }
        long lag = faults && swarm.replicaLag ? random.nextLong(61) * 1000 : 0;
        strava.setReplicaLag(Duration.ofMillis(lag));
        Person person = referee.personOfTask();
        scriptAnswer(what, url);
        Response response = chain.proceed(chain.request());
        referee.arrived(what, url, response, lag);
        if (forToken && response.code() == 200 && random.nextInt(100) < 15) {
            long length = 1000 + random.nextLong(25_000);
            database.tokensDownUntil = scheduler.now() + length;
            referee.disturbedAll(length, "the store of tokens is down");
        }
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
        referee.delivered(what, response);
        return response;
    }

    /** What Strava itself gets wrong. */
    private void scriptAnswer(String what, HttpUrl url) {
        long now = scheduler.now();
        if (!faults || !url.encodedPath().startsWith("/api/v3/")) {
            return;
        }
        if (refuses) {
            refuses = false;
            strava.answerNext(FakeAnswer.fault(429, "Rate Limit Exceeded", "Application", "rate limit", "exceeded")
                    .withoutQuotaHeaders());
            referee.disturbed(what + " is refused");
        } else if (now < errorsUntil && random.nextBoolean()) {
            strava.answerNext(FakeAnswer.json(500, "{}"));
            referee.disturbed(what + " fails at Strava");
        } else if (swarm.theme == Swarm.Theme.ABSENCE && url.encodedPath().contains("/activities/")) {
            Activity activity = java.util.Objects.requireNonNull(idOf(url));
            long until = unanswerable.computeIfAbsent(
                    activity.id, id -> random.nextInt(3) == 0 ? now + 5 * Swarm.MINUTE : 0);
            if (now < until) {
                strava.answerNext(FakeAnswer.json(500, "{}"));
                referee.disturbed(what + " fails at Strava");
            }
        }
    }

    private @Nullable Activity idOf(HttpUrl url) {
        String last = url.pathSegments().get(url.pathSegments().size() - 1);
        return last.chars().allMatch(Character::isDigit) ? world.activity(Long.parseLong(last)) : null;
    }

    private long way(int slowest) {
        if (faults && scheduler.now() < slowUntil && random.nextBoolean()) {
            return random.nextLong(SLOWEST_REQUEST);
        }
        if (faults && swarm.latencyTail && random.nextInt(100) == 0) {
            return random.nextLong(slowest);
        }
        return 20 + random.nextLong(80);
    }
}
