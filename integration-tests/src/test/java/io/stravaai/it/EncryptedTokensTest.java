package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.EncryptedTokenStore.ClearText;
import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.GrantUnreadableException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.test.FakeAnswer;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.TokenRotation;
import io.stravaai.time.Sleeper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Grants whose tokens are encrypted, through all that is done with grants. */
class EncryptedTokensTest {

    /** What FakeStrava's tokens begin with. */
    private static final String TOKEN = "5ec2e75ec2e7";

    private static final byte[] OLD_KEY = key(1);
    private static final byte[] NEW_KEY = key(2);
    private static final TokenCipher OLD = TokenCipher.aes("old", Map.of("old", OLD_KEY));
    private static final TokenCipher NEW_KNOWN = TokenCipher.aes("old", Map.of("old", OLD_KEY, "new", NEW_KEY));
    private static final TokenCipher NEW_USED = TokenCipher.aes("new", Map.of("old", OLD_KEY, "new", NEW_KEY));
    private static final TokenCipher OLD_RETIRED = TokenCipher.aes("new", Map.of("new", NEW_KEY));

    private final World world = new World(server -> server.tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE)
            .readLimits(10_000, 100_000)
            .overallLimits(10_000, 100_000));
    private final AthleteId athlete = world.athlete.id();
    private final TokenStore tokens = EncryptedTokenStore.of(world.tokens, OLD);

    @Test
    void what_the_store_holds_is_no_token_and_calls_and_refreshes_go_on() {
        tokens.put(athlete, world.athlete.expiredGrant());

        client(tokens).athletes().get(athlete);

        assertThat(world.strava.tokenRequests()).isEqualTo(1);
        assertThat(raw(athlete).accessToken())
                .startsWith("encrypted:aes256gcm:old:")
                .doesNotContain(TOKEN);
        assertThat(raw(athlete).refreshToken())
                .startsWith("encrypted:aes256gcm:old:")
                .doesNotContain(TOKEN);
        assertThat(raw(athlete).refreshToken()).isNotEqualTo(raw(athlete).accessToken());
        assertThat(grant(tokens, athlete).refreshToken()).isEqualTo(world.athlete.refreshToken());
        assertThat(tokens)
                .asString()
                .isEqualTo("EncryptedTokenStore[AES-256-GCM[key old of [old]], clear text REFUSED]");
    }

    @Test
    void a_token_in_another_athletes_row_or_in_the_other_column_does_not_open() {
        tokens.put(athlete, world.athlete.grant());
        TokenGrant sealed = raw(athlete);
        AthleteId other = AthleteId.of(77);
        world.tokens.put(other, sealed);
        world.tokens.put(
                athlete,
                TokenGrant.of(sealed.refreshToken(), sealed.accessToken(), sealed.expiresAt(), sealed.scopes()));

        assertThatThrownBy(() -> tokens.find(other))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("access token of athlete 77 ");
        assertThatThrownBy(() -> tokens.find(athlete)).isInstanceOf(GrantUnreadableException.class);
    }

    @Test
    void a_key_that_is_missing_stops_its_athlete_alone_and_changes_nothing() {
        FakeAthlete other = world.strava.addAthlete();
        EncryptedTokenStore.of(world.tokens, OLD).put(athlete, world.athlete.expiredGrant());
        TokenStore retired = EncryptedTokenStore.of(world.tokens, OLD_RETIRED);
        retired.put(other.id(), other.expiredGrant());
        StoredGrant before = world.tokens.find(athlete).orElseThrow();
        SyncEngine engine = engine(client(retired));
        BackgroundSync background = BackgroundSync.builder()
                .engine(engine)
                .store(world.store)
                .executor(Runnable::run)
                .clock(world.clock)
                .build();
        background.enroll(athlete);
        background.enroll(other.id());

        BackgroundReport report = background.run();

        assertThat(report.end()).isEqualTo(BackgroundReport.End.DONE);
        assertThat(report.reports()).extracting(done -> done.athlete()).containsExactly(other.id());
        assertThat(report.failures()).containsOnlyKeys(athlete);
        assertThat(report.failures().get(athlete))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("key 'old'")
                .hasMessageContaining("[new]")
                .message()
                .doesNotContain(TOKEN);
        assertThat(engine.status(athlete).lastFailure()).contains("GrantUnreadableException");
        assertThat(engine.status(athlete).needsConsent()).isFalse();
        assertThat(world.strava.tokenRequests()).isEqualTo(1);
        assertThat(world.tokens.find(athlete).orElseThrow()).isSameAs(before);
        assertThatThrownBy(() -> client(retired).oauth().revoke(athlete)).isInstanceOf(GrantUnreadableException.class);
        assertThatThrownBy(() -> client(retired).oauth().scopes(athlete)).isInstanceOf(GrantUnreadableException.class);
        assertThat(world.tokens.find(athlete).orElseThrow()).isSameAs(before);

        world.clock.advance(Duration.ofHours(1));
        SyncEngine repaired = engine(client(EncryptedTokenStore.of(world.tokens, NEW_USED)));
        repaired.sync(athlete);
        assertThat(repaired.status(athlete).failures()).isZero();
    }

    @Test
    void a_grant_whose_key_is_lost_can_be_deleted_or_replaced_by_a_new_consent() {
        TokenStore retired = EncryptedTokenStore.of(world.tokens, OLD_RETIRED);
        tokens.put(athlete, world.athlete.grant());

        client(retired).oauth().exchange(consent());
        assertThat(client(retired).athletes().get(athlete).id()).contains(athlete);

        tokens.put(athlete, world.athlete.grant());
        retired.put(athlete, world.athlete.grant());
        assertThat(grant(retired, athlete)).isEqualTo(world.athlete.grant());

        tokens.put(athlete, world.athlete.grant());
        world.store.purge(athlete);
        assertThat(retired.athletes(null, 10)).containsExactly(athlete);
        assertThat(retired.delete(athlete)).isTrue();
        assertThat(retired.find(athlete)).isEmpty();
    }

    @Test
    void an_adoption_that_is_continued_binds_the_grant_to_its_athlete() {
        world.tokens.delete(athlete);
        List<AthleteId> written = new ArrayList<>();
        TokenStore watched = EncryptedTokenStore.of(hooked(world.tokens, written::add), OLD);
        String refreshToken = world.athlete.refreshToken();
        for (int i = 0; i < 3; i++) {
            world.strava.answerNext(FakeAnswer.json(500, "{\"message\":\"error\"}"));
        }
        assertThatThrownBy(() -> client(watched).oauth().adopt(refreshToken)).isInstanceOf(ServerErrorException.class);
        AthleteId placeholder = written.get(0);
        assertThat(placeholder.value()).isNegative();
        assertThat(raw(placeholder).refreshToken()).startsWith("encrypted:");

        assertThat(client(watched).oauth().adopt(refreshToken).athlete()).isEqualTo(athlete);

        assertThat(grant(tokens, athlete).refreshToken()).isEqualTo(world.athlete.refreshToken());
        assertThat(client(tokens).athletes().get(athlete).id()).contains(athlete);
        TokenGrant left = raw(placeholder);
        assertThat(left.refreshToken()).startsWith("encrypted:").doesNotContain("athlete");
    }

    @Test
    void what_an_adoption_leaves_behind_is_under_the_new_key_once_the_token_is_adopted_again() {
        world.tokens.delete(athlete);
        List<AthleteId> written = new ArrayList<>();
        TokenStore watched = hooked(world.tokens, written::add);
        String refreshToken = world.athlete.refreshToken();
        client(EncryptedTokenStore.of(watched, OLD)).oauth().adopt(refreshToken);
        AthleteId placeholder = written.get(0);

        client(EncryptedTokenStore.of(watched, NEW_USED)).oauth().adopt(refreshToken);
        assertThat(EncryptedTokenStore.of(watched, NEW_USED).rewriteAll()).isEmpty();

        TokenStore retired = EncryptedTokenStore.of(watched, OLD_RETIRED);
        int asked = world.strava.exchanges().size();
        assertThat(client(retired).oauth().adopt(refreshToken).athlete()).isEqualTo(athlete);
        assertThat(world.strava.exchanges()).hasSize(asked);

        tokens.put(placeholder, TokenGrant.ofRefreshToken(refreshToken));
        assertThatThrownBy(() -> client(retired).oauth().adopt(refreshToken))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("athlete " + placeholder + " ");
        retired.delete(placeholder);
        String fresh = world.athlete.refreshToken();
        assertThat(client(retired).oauth().adopt(fresh).athlete()).isEqualTo(athlete);
    }

    @Test
    void an_adoption_does_not_overwrite_a_grant_that_does_not_open() {
        tokens.put(athlete, world.athlete.grant());
        TokenStore retired = EncryptedTokenStore.of(world.tokens, OLD_RETIRED);
        StoredGrant before = world.tokens.find(athlete).orElseThrow();
        String refreshToken = world.athlete.refreshToken();

        assertThatThrownBy(() -> client(retired).oauth().adopt(refreshToken))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("athlete " + athlete + " ");
        assertThat(world.tokens.find(athlete).orElseThrow()).isSameAs(before);

        retired.delete(athlete);
        assertThat(client(retired).oauth().adopt(refreshToken).athlete()).isEqualTo(athlete);
        assertThat(grant(retired, athlete).refreshToken()).isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void clear_text_is_refused_unless_the_application_says_so_and_encrypted_at_the_next_write() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        StoredGrant before = world.tokens.find(athlete).orElseThrow();

        assertThatThrownBy(() -> client(tokens).athletes().get(athlete))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("ClearText.READ")
                .message()
                .doesNotContain(TOKEN);
        assertThat(world.tokens.find(athlete).orElseThrow()).isSameAs(before);

        TokenStore lenient = EncryptedTokenStore.of(world.tokens, OLD, ClearText.READ);
        assertThat(grant(lenient, athlete)).isEqualTo(before.grant());
        client(lenient).athletes().get(athlete);

        assertThat(raw(athlete).refreshToken()).startsWith("encrypted:");
        assertThat(grant(tokens, athlete).refreshToken()).isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void nodes_without_encryption_and_nodes_that_only_read_it_work_on_the_same_grants() {
        world.tokens.put(athlete, world.athlete.expiredGrant());
        TokenStore first = EncryptedTokenStore.of(world.tokens, OLD, ClearText.WRITTEN);

        client(first).athletes().get(athlete);

        assertThat(raw(athlete)).isEqualTo(grant(first, athlete));
        assertThat(client(world.tokens).athletes().get(athlete).id()).contains(athlete);
        tokens.put(athlete, world.athlete.grant());
        assertThat(EncryptedTokenStore.of(world.tokens, OLD, ClearText.WRITTEN).rewriteAll())
                .isEmpty();
        assertThat(raw(athlete)).as("the way back").isEqualTo(world.athlete.grant());
    }

    @Test
    void a_mark_that_was_damaged_is_not_taken_for_clear_text() {
        tokens.put(athlete, world.athlete.grant());
        TokenGrant sealed = raw(athlete);
        TokenStore lenient = EncryptedTokenStore.of(world.tokens, OLD, ClearText.READ);
        byte[] text = sealed.refreshToken().getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            world.tokens.put(
                    athlete,
                    TokenGrant.of(
                            sealed.accessToken(),
                            new String(flipped, StandardCharsets.ISO_8859_1),
                            sealed.expiresAt(),
                            sealed.scopes()));

            assertThatThrownBy(() -> lenient.find(athlete))
                    .as("bit %d", bit)
                    .isInstanceOf(GrantUnreadableException.class);
        }
    }

    @Test
    void all_grants_are_written_anew_under_the_new_key_and_the_old_one_can_go() {
        List<FakeAthlete> all = new ArrayList<>(List.of(world.athlete));
        for (int i = 0; i < 250; i++) {
            all.add(world.strava.addAthlete());
        }
        all.forEach(each -> tokens.put(each.id(), each.grant()));

        assertThat(EncryptedTokenStore.of(world.tokens, NEW_USED).rewriteAll()).isEmpty();

        TokenStore retired = EncryptedTokenStore.of(world.tokens, OLD_RETIRED);
        all.forEach(each -> assertThat(grant(retired, each.id())).isEqualTo(each.grant()));
        all.forEach(each -> assertThat(raw(each.id()).accessToken()).startsWith("encrypted:aes256gcm:new:"));
    }

    @Test
    void a_grant_that_is_being_refreshed_or_does_not_open_is_left_and_named() {
        FakeAthlete claimed = world.strava.addAthlete();
        FakeAthlete lost = world.strava.addAthlete();
        RefreshClaim claim = new RefreshClaim("node", World.START);
        tokens.put(athlete, world.athlete.grant());
        long version = tokens.put(claimed.id(), claimed.grant()).version();
        tokens.claim(claimed.id(), version, claim);
        EncryptedTokenStore.of(world.tokens, TokenCipher.aes("lost", Map.of("lost", key(9))))
                .put(lost.id(), lost.grant());
        StoredGrant before = world.tokens.find(lost.id()).orElseThrow();

        assertThat(EncryptedTokenStore.of(world.tokens, NEW_USED).rewriteAll())
                .containsExactly(claimed.id(), lost.id());

        assertThat(tokens.find(claimed.id()).orElseThrow().claim()).contains(claim);
        assertThat(world.tokens.find(lost.id()).orElseThrow()).isSameAs(before);
        assertThat(raw(athlete).accessToken()).startsWith("encrypted:aes256gcm:new:");
    }

    @Test
    void a_grant_in_doubt_is_written_anew_and_is_in_doubt_all_the_time() {
        RefreshClaim doubt = new RefreshClaim("node", World.START, true);
        tokens.claim(athlete, tokens.put(athlete, world.athlete.grant()).version(), doubt);
        AtomicInteger writes = new AtomicInteger();
        TokenStore counted = (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, arguments) -> {
                    writes.addAndGet(Set.of("claim", "replace", "put").contains(method.getName()) ? 1 : 0);
                    return method.invoke(world.tokens, arguments);
                });

        assertThat(EncryptedTokenStore.of(counted, NEW_USED).rewriteAll()).isEmpty();

        assertThat(writes)
                .as("between two writes others could see it without doubt")
                .hasValue(1);

        assertThat(EncryptedTokenStore.of(world.tokens, OLD_RETIRED)
                        .find(athlete)
                        .orElseThrow()
                        .claim())
                .contains(doubt);
        assertThat(raw(athlete).accessToken()).startsWith("encrypted:aes256gcm:new:");
    }

    @Test
    void whoever_writes_meanwhile_is_not_overwritten() {
        tokens.put(athlete, world.athlete.grant());
        TokenGrant newer = TokenGrant.of("newer", "newer", World.START, Set.of());
        AtomicInteger writes = new AtomicInteger();
        TokenStore contended = hooked(world.tokens, id -> {
            if (writes.getAndIncrement() == 0) {
                tokens.put(athlete, newer);
            }
        });

        assertThat(EncryptedTokenStore.of(contended, NEW_USED).rewriteAll()).isEmpty();

        assertThat(writes).hasValue(2);
        assertThat(grant(EncryptedTokenStore.of(world.tokens, OLD_RETIRED), athlete))
                .isEqualTo(newer);

        TokenStore restless = hooked(world.tokens, id -> tokens.put(athlete, newer));
        assertThat(EncryptedTokenStore.of(restless, NEW_USED).rewriteAll()).containsExactly(athlete);
    }

    @Test
    void an_interrupt_ends_the_walk() {
        tokens.put(athlete, world.athlete.grant());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> EncryptedTokenStore.of(world.tokens, NEW_USED).rewriteAll())
                .isInstanceOf(CallInterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(raw(athlete).accessToken()).startsWith("encrypted:aes256gcm:old:");
    }

    @Test
    void a_key_service_that_fails_while_a_new_grant_is_stored_does_not_lose_it() {
        AtomicInteger failures = new AtomicInteger(3);
        AtomicBoolean refreshed = new AtomicBoolean();
        TokenCipher service = new TokenCipher() {
            @Override
            public String encrypt(String token, String context) {
                if (refreshed.get() && failures.getAndDecrement() > 0) {
                    throw new StoreException("The key service does not answer", true, null);
                }
                return OLD.encrypt(token, context);
            }

            @Override
            public String decrypt(String text, String context) {
                return OLD.decrypt(text, context);
            }
        };
        tokens.put(athlete, world.athlete.expiredGrant());
        world.strava.onAnswer(exchange -> refreshed.set(true));

        client(EncryptedTokenStore.of(world.tokens, service)).athletes().get(athlete);

        assertThat(failures.get()).isNotPositive();
        assertThat(grant(tokens, athlete).refreshToken()).isEqualTo(world.athlete.refreshToken());
    }

    @Test
    void the_key_is_changed_while_eight_threads_of_two_nodes_refresh() throws Exception {
        int rounds = 12;
        List<FakeAthlete> all = new ArrayList<>(List.of(world.athlete));
        for (int i = 1; i < 4; i++) {
            all.add(world.strava.addAthlete());
        }
        all.forEach(each -> tokens.put(each.id(), each.grant()));
        EncryptedTokenStore knowing = EncryptedTokenStore.of(world.tokens, NEW_KNOWN);
        EncryptedTokenStore using = EncryptedTokenStore.of(world.tokens, NEW_USED);
        List<StravaClient> nodes = new ArrayList<>();
        for (TokenStore store : List.of(knowing, using)) {
            nodes.add(world.clientBuilder()
                    .tokenStore(store)
                    .sleeper(Sleeper.SYSTEM)
                    .build());
        }
        AtomicBoolean over = new AtomicBoolean();
        CyclicBarrier round = new CyclicBarrier(8, () -> world.clock.advance(Duration.ofHours(7)));
        ExecutorService pool = Executors.newFixedThreadPool(9);
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                StravaClient node = nodes.get(i % 2);
                AthleteId mine = all.get(i / 2).id();
                threads.add(pool.submit(() -> {
                    for (int j = 0; j < rounds; j++) {
                        round.await(60, TimeUnit.SECONDS);
                        assertThat(node.athletes().get(mine).id()).contains(mine);
                    }
                    return null;
                }));
            }
            Future<?> rewriting = pool.submit(() -> {
                while (!over.get()) {
                    using.rewriteAll();
                }
            });
            for (Future<?> thread : threads) {
                thread.get(120, TimeUnit.SECONDS);
            }
            over.set(true);
            rewriting.get(60, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }

        assertThat(using.rewriteAll()).isEmpty();
        assertThat(world.strava.tokenRequests()).isEqualTo(4 * rounds);
        TokenStore retired = EncryptedTokenStore.of(world.tokens, OLD_RETIRED);
        for (FakeAthlete each : all) {
            assertThat(grant(retired, each.id()).refreshToken()).isEqualTo(each.refreshToken());
        }
    }

    private StravaClient client(TokenStore store) {
        return world.clientBuilder().tokenStore(store).build();
    }

    private SyncEngine engine(StravaClient client) {
        return SyncEngine.builder()
                .client(client)
                .store(world.store)
                .clock(world.clock)
                .build();
    }

    private AuthorizationCallback consent() {
        String code = world.athlete.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ_ALL));
        return AuthorizationCallback.parse(
                URI.create("http://localhost/?state=s&scope=read,activity:read_all&code=" + code), "s");
    }

    /** What the database would hold. */
    private TokenGrant raw(AthleteId athlete) {
        return grant(world.tokens, athlete);
    }

    private static TokenGrant grant(TokenStore store, AthleteId athlete) {
        return store.find(athlete).orElseThrow().grant();
    }

    /** A store that calls back before each {@code replace}. */
    private static TokenStore hooked(TokenStore store, Consumer<AthleteId> beforeReplace) {
        return (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("replace")) {
                        beforeReplace.accept((AthleteId) arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }
}
