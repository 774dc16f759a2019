package io.stravaai.it;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncProgress;
import io.stravaai.test.FakeActivity;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import io.stravaai.test.TestSleeper;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** FakeStrava in process on a virtual clock, an application in memory, and what connects them. */
final class World {

    static final Instant START = Instant.parse("2026-03-01T12:03:00Z");
    static final String LIST = "/api/v3/athlete/activities";

    final TestClock clock = TestClock.at(START);
    final TestSleeper sleeper = TestSleeper.on(clock);
    final FakeStrava strava;
    final FakeAthlete athlete;
    final TokenStore tokens = InMemoryStores.tokens();
    final QuotaLedger ledger = InMemoryStores.quotaLedger();
    final ActivityStore store;
    final StravaClient client;
    final SyncEngine engine;

    World() {
        this(UnaryOperator.identity());
    }

    World(UnaryOperator<FakeStrava.Builder> server) {
        this(server, InMemoryStores.activities());
    }

    World(UnaryOperator<FakeStrava.Builder> server, ActivityStore store) {
        this.strava = server.apply(FakeStrava.builder().clock(clock).seed(7)).build();
        this.athlete = strava.addAthlete();
        this.store = store;
        tokens.put(athlete.id(), athlete.grant());
        this.client = node();
        this.engine = engine(client, store);
    }

    /** An engine of its own over another client or store. */
    SyncEngine engine(StravaClient client, ActivityStore store) {
        return SyncEngine.builder().client(client).store(store).clock(clock).build();
    }

    /** Is told of each page that is stored. */
    static StravaListener listener(Consumer<SyncProgress> pages) {
        return new StravaListener() {
            @Override
            public void pageStored(SyncProgress progress) {
                pages.accept(progress);
            }
        };
    }

    /** A ride to be uploaded. */
    static FakeActivity activity(String name, Instant start) {
        return FakeActivity.builder()
                .sportType(SportType.RIDE)
                .name(name)
                .startDate(start)
                .build();
    }

    /** A client as a further process of the application would have it. */
    StravaClient node() {
        return clientBuilder().build();
    }

    StravaClientBuilder clientBuilder() {
        return StravaClient.builder()
                .credentials(strava.credentials())
                .tokenStore(tokens)
                .quotaLedger(ledger)
                .clock(clock)
                .sleeper(sleeper)
                .random(new Random(11))
                .okHttp(strava.inProcess());
    }

    /** The same grants in a store of which so many calls of a method fail before one succeeds. */
    TokenStore tokensFailing(String method, int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        return tokensWith((called, arguments) -> {
            if (called.equals(method) && left.getAndDecrement() > 0) {
                throw new StoreException("The database is busy", true, null);
            }
        });
    }

    /** The tokens; before each call this is told the method's name and its arguments. */
    TokenStore tokensWith(BiConsumer<String, Object[]> before) {
        return (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, called, arguments) -> {
                    before.accept(called.getName(), arguments);
                    return called.invoke(tokens, arguments);
                });
    }

    /** The redirect that brings a code of {@link FakeAthlete#consent}. */
    static AuthorizationCallback callback(String code) {
        return AuthorizationCallback.parse(
                URI.create("http://localhost:8080/callback?state=s1&code=" + code + "&scope=read,activity:read"), "s1");
    }

    /** A history over the eight years before the world began. */
    World withHistory(int activities) {
        athlete.generateHistory(Instant.parse("2018-02-03T00:00:00Z"), START.minusSeconds(3600), activities);
        return this;
    }

    int listRequests() {
        return strava.requests(LIST);
    }

    List<String> storedRaw() {
        return storedRaw(store, athlete.id());
    }

    /** Newest first. */
    static List<String> storedRaw(ActivityStore store, AthleteId athlete) {
        List<String> raw = new ArrayList<>();
        ActivityQuery query = ActivityQuery.of(athlete).limit(500);
        List<StoredActivity> page = store.list(query);
        while (!page.isEmpty()) {
            page.forEach(activity -> raw.add(activity.rawJson()));
            page = store.list(query.after(page.get(page.size() - 1)));
        }
        return raw;
    }
}
