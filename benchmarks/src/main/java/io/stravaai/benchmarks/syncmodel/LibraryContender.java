package io.stravaai.benchmarks.syncmodel;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.ActivityId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredActivity;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeExchange;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import io.stravaai.test.TestSleeper;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The library itself: an engine with default options and stores in memory, against {@link FakeStrava} in process. */
final class LibraryContender implements Contender {

    private static final String API = "/api/v3/";
    private static final String LIST = "/api/v3/athlete/activities";
    private static final String VERSION = ", version ";
    private static final int UNLIMITED = 1_000_000;

    private final TestClock clock = TestClock.at(AthleteHistory.YEAR_BEGINS);
    private final AtomicLong listCalls = new AtomicLong();
    private final AtomicLong otherCalls = new AtomicLong();
    private final ActivityStore store = InMemoryStores.activities();
    private final FakeAthlete athlete;
    private final StravaClient client;
    private final SyncEngine engine;

    LibraryContender(long seed) {
        FakeStrava strava = FakeStrava.builder()
                .clock(clock)
                .seed(seed)
                .readLimits(UNLIMITED, UNLIMITED)
                .overallLimits(UNLIMITED, UNLIMITED)
                .build();
        strava.onAnswer(this::count);
        athlete = strava.addAthlete();
        TokenStore tokens = InMemoryStores.tokens();
        tokens.put(athlete.id(), athlete.grant());
        client = StravaClient.builder()
                .credentials(strava.credentials())
                .tokenStore(tokens)
                .quotaLedger(InMemoryStores.quotaLedger())
                .clock(clock)
                .sleeper(TestSleeper.on(clock))
                .random(new Random(seed))
                .okHttp(strava.inProcess())
                .build();
        engine = SyncEngine.builder()
                .client(client)
                .store(store)
                .clock(clock)
                .random(new Random(seed))
                .build();
    }

    private void count(FakeExchange exchange) {
        if (exchange.path().equals(LIST)) {
            listCalls.incrementAndGet();
        } else if (exchange.path().startsWith(API) && !exchange.path().startsWith(API + "oauth/")) {
            otherCalls.incrementAndGet();
        }
    }

    @Override
    public void change(Change change) {
        if (change.kind() == Change.Kind.DELETE) {
            athlete.delete(ActivityId.of(change.id()));
        } else {
            athlete.put(json(change));
        }
    }

    /** Short, so that a year takes seconds. */
    private String json(Change change) {
        return "{\"resource_state\":2,\"athlete\":{\"id\":" + athlete.id() + ",\"resource_state\":1},\"name\":\"Ride"
                + VERSION + change.version() + "\",\"distance\":20000.0,\"moving_time\":3600,\"elapsed_time\":3600,"
                + "\"sport_type\":\"Ride\",\"id\":" + change.id() + ",\"start_date\":\"" + change.start()
                + "\",\"private\":false,\"visibility\":\"everyone\"}";
    }

    @Override
    public void poll(Instant now) {
        clock.set(now);
        engine.sync(athlete.id());
    }

    @Override
    public OptionalInt version(long id) {
        return store.find(athlete.id(), ActivityId.of(id))
                .filter(activity -> activity.deletedAt().isEmpty())
                .map(activity -> OptionalInt.of(version(activity)))
                .orElse(OptionalInt.empty());
    }

    private static int version(StoredActivity activity) {
        String name = activity.name().orElseThrow();
        return Integer.parseInt(name.substring(name.indexOf(VERSION) + VERSION.length()));
    }

    @Override
    public Map<Long, Integer> versions() {
        Map<Long, Integer> versions = new HashMap<>();
        ActivityQuery query = ActivityQuery.of(athlete.id()).limit(500);
        List<StoredActivity> page = store.list(query);
        while (!page.isEmpty()) {
            page.forEach(activity -> versions.put(activity.id().value(), version(activity)));
            page = store.list(query.after(page.get(page.size() - 1)));
        }
        return versions;
    }

    @Override
    public long listCalls() {
        return listCalls.get();
    }

    @Override
    public long otherCalls() {
        return otherCalls.get();
    }

    @Override
    public void close() {
        client.close();
    }
}
