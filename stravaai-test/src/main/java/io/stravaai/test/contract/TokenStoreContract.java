package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link TokenStore} must do. */
public abstract class TokenStoreContract {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final Instant EXPIRES = Instant.parse("2026-11-20T16:00:00Z");
    private static final RefreshClaim CLAIM = new RefreshClaim("node-1/1", Instant.parse("2026-11-20T10:00:00.123Z"));
    private static final RefreshClaim OTHER_CLAIM =
            new RefreshClaim("node-2/1", Instant.parse("2026-11-20T10:00:01.456Z"));
    private static final int ROUNDS = 10;
    private static final int DELETIONS = 4;

    /** How often others go on writing after a delete, should the store let them. */
    private static final int LATE_WRITES = 5;

    private TokenStore store;
    private TokenStore second;

    protected TokenStoreContract() {}

    /**
     * A store without grants; called before each test, and before what the subclass itself does {@code @BeforeEach}.
     * The contract closes nothing: a subclass closes {@code @AfterEach} what it has opened here and in the methods
     * below.
     */
    protected abstract TokenStore createStore();

    /**
     * Another instance on the grants of the given store, as another process would have it. Itself if there is none;
     * what takes two is skipped then.
     */
    protected TokenStore secondInstance(TokenStore store) {
        return store;
    }

    /**
     * Another instance on the grants of the given store, of which each write takes effect but its answer is lost on the
     * way: the connection breaks after the database has committed. Itself if that cannot be had; what it is for is
     * skipped then.
     */
    protected TokenStore withLostAnswers(TokenStore store) {
        return store;
    }

    /**
     * The grants of the given store as they are found after a restart: the store is closed, and opened again. The given
     * one is not used any more. Itself if that cannot be had; what it is for is skipped then.
     */
    protected TokenStore reopened(TokenStore store) {
        return store;
    }

    /** A store whose database does not answer; empty if that cannot be had. */
    protected Optional<TokenStore> unreachableStore() {
        return Optional.empty();
    }

    @BeforeEach
    final void createStores() {
        store = createStore();
        second = secondInstance(store);
    }

    @Test
    public void find_noGrant_isEmpty() {
        assertTrue(store.find(ATHLETE).isEmpty());
    }

    @Test
    public void put_grant_isFoundAsAnswered() {
        StoredGrant stored = store.put(ATHLETE, grant(1));

        assertEquals(ATHLETE, stored.athlete());
        Compared.grant(grant(1), stored.grant());
        assertTrue(stored.claim().isEmpty());
        reopen();
        assertStored(stored);
    }

    @Test
    public void put_overAGrant_replacesItWithANewVersion() {
        StoredGrant first = store.put(ATHLETE, grant(1));
        StoredGrant next = store.put(ATHLETE, grant(2));

        Compared.grant(grant(2), next.grant());
        assertNotEquals(first.version(), next.version());
        assertStored(next);
    }

    @Test
    public void put_theSameGrantAgain_hasANewVersion() {
        assertNotEquals(
                store.put(ATHLETE, grant(1)).version(),
                store.put(ATHLETE, grant(1)).version());
    }

    @Test
    public void put_overAClaim_removesItAndItsVersion() {
        StoredGrant claimed =
                claimed(store.claim(ATHLETE, store.put(ATHLETE, grant(1)).version(), CLAIM));
        StoredGrant next = store.put(ATHLETE, grant(2));

        assertTrue(next.claim().isEmpty());
        assertStored(next);
        assertTrue(store.replace(ATHLETE, claimed.version(), grant(3)).isEmpty(), "the claim was replaced");
        assertStored(next);
    }

    @Test
    public void claim_expectedVersion_keepsTheGrant() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));

        Compared.grant(grant(1), claimed.grant());
        assertEquals(Optional.of(CLAIM), claimed.claim());
        assertNotEquals(stored.version(), claimed.version());
        assertStored(claimed);
    }

    @Test
    public void claim_overAClaim_takesItOver() {
        StoredGrant first =
                claimed(store.claim(ATHLETE, store.put(ATHLETE, grant(1)).version(), CLAIM));
        StoredGrant next = claimed(store.claim(ATHLETE, first.version(), OTHER_CLAIM));

        assertEquals(Optional.of(OTHER_CLAIM), next.claim());
        assertNotEquals(first.version(), next.version());
        assertStored(next);
    }

    @Test
    public void claim_otherVersion_changesNothing() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));

        assertTrue(store.claim(ATHLETE, stored.version(), OTHER_CLAIM).isEmpty());

        assertStored(claimed);
    }

    @Test
    public void claim_noGrant_createsNone() {
        assertTrue(store.claim(ATHLETE, 0, CLAIM).isEmpty());
        assertTrue(store.claim(ATHLETE, 1, CLAIM).isEmpty());

        assertTrue(store.find(ATHLETE).isEmpty());
    }

    @Test
    public void replace_expectedVersion_removesTheClaim() {
        StoredGrant claimed =
                claimed(store.claim(ATHLETE, store.put(ATHLETE, grant(1)).version(), CLAIM));
        StoredGrant replaced = claimed(store.replace(ATHLETE, claimed.version(), grant(2)));

        Compared.grant(grant(2), replaced.grant());
        assertTrue(replaced.claim().isEmpty());
        assertNotEquals(claimed.version(), replaced.version());
        assertStored(replaced);
    }

    @Test
    public void replace_otherVersion_changesNothing() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));

        assertTrue(store.replace(ATHLETE, stored.version(), grant(2)).isEmpty());

        assertStored(claimed);
    }

    @Test
    public void replace_noGrant_createsNone() {
        assertTrue(store.replace(ATHLETE, 1, grant(1)).isEmpty());
        assertTrue(store.replace(ATHLETE, 1, grant(1)).isEmpty());

        assertTrue(store.find(ATHLETE).isEmpty());
    }

    @Test
    public void delete_grant_leavesNothing() {
        store.put(ATHLETE, grant(1));
        AthleteId other = AthleteId.of(ATHLETE.value() + 1);
        store.put(other, grant(2));

        assertTrue(store.delete(ATHLETE));

        assertTrue(store.find(ATHLETE).isEmpty());
        assertEquals(List.of(other), store.athletes(null, 10));
        assertFalse(store.delete(ATHLETE), "there was none any more");
        assertTrue(store.find(other).isPresent(), "another athlete's grant stays");
    }

    @Test
    public void replace_withAClaim_storesIt() {
        RefreshClaim doubt = new RefreshClaim("a node", CLAIM.claimedAt(), true);
        StoredGrant stored = store.put(ATHLETE, grant(1));

        StoredGrant replaced = claimed(store.replace(ATHLETE, stored.version(), grant(2), doubt));

        Compared.grant(grant(2), replaced.grant());
        assertEquals(Optional.of(doubt), replaced.claim());
        assertStored(replaced);
        assertTrue(second.replace(ATHLETE, stored.version(), grant(3), null).isEmpty());
        StoredGrant again = claimed(second.replace(ATHLETE, replaced.version(), grant(3), null));
        assertTrue(again.claim().isEmpty());
        assertStored(again);
        assertTrue(store.delete(ATHLETE, again.version()));
        StoredGrant first = claimed(store.replace(ATHLETE, 0, grant(4), CLAIM));
        assertEquals(Optional.of(CLAIM), first.claim());
        assertStored(first);
    }

    @Test
    public void delete_ofTheStoredVersion_leavesNothing() {
        StoredGrant claimed =
                claimed(store.claim(ATHLETE, store.put(ATHLETE, grant(1)).version(), CLAIM));

        assertTrue(second.delete(ATHLETE, claimed.version()));

        assertTrue(store.find(ATHLETE).isEmpty());
        assertFalse(store.delete(ATHLETE, claimed.version()), "there was none any more");
        assertFalse(store.delete(ATHLETE, 0), "there was none any more");
    }

    @Test
    public void delete_ofAnEarlierVersion_changesNothing() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));
        StoredGrant consented = second.put(ATHLETE, grant(2));

        assertFalse(store.delete(ATHLETE, stored.version()));
        assertFalse(store.delete(ATHLETE, claimed.version()));
        assertFalse(store.delete(ATHLETE, 0));

        assertStored(consented);
    }

    @Test
    public void version_afterADelete_isNotUsedAgain() {
        Set<Long> used = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            TokenStore instance = instance(i);
            StoredGrant stored = instance.put(ATHLETE, grant(i));
            assertTrue(used.add(stored.version()), "put used a version again");
            StoredGrant claimed = claimed(instance.claim(ATHLETE, stored.version(), CLAIM));
            assertTrue(used.add(claimed.version()), "claim used a version again");
            StoredGrant replaced = claimed(instance.replace(ATHLETE, claimed.version(), grant(i)));
            assertTrue(used.add(replaced.version()), "replace used a version again");
            assertTrue(instance.delete(ATHLETE));
        }
        assertFalse(used.contains(0L), "0 means that there is none");
    }

    @Test
    public void replace_afterDeleteAndNewConsent_doesNotOverwriteIt() {
        StoredGrant old = store.put(ATHLETE, grant(1));
        store.delete(ATHLETE);
        StoredGrant fresh = store.put(ATHLETE, grant(2));

        assertTrue(store.replace(ATHLETE, old.version(), grant(3)).isEmpty());
        assertTrue(store.claim(ATHLETE, old.version(), CLAIM).isEmpty());

        assertStored(fresh);
    }

    @Test
    public void put_everyKindOfGrant_comesBack() {
        List<TokenGrant> grants = List.of(
                TokenGrant.ofRefreshToken("refresh"),
                TokenGrant.of("a", "r", Instant.EPOCH, Set.of()),
                TokenGrant.of("a", "r", Instant.parse("2033-06-15T12:25:12Z"), Set.of(Scope.READ)),
                TokenGrant.of("a", "r", Instant.parse("9999-12-31T23:59:59Z"), Set.of(Scope.of("new:scope"))),
                TokenGrant.of("a", "r", Instant.parse("2026-11-01T05:30:00.123Z"), Set.of()),
                TokenGrant.of("\u00E9 \uD83D\uDEB4 '\"\\", "\uD83D\uDD11 %_;--", EXPIRES, Set.of()),
                TokenGrant.of("a".repeat(4000), "r".repeat(4000), EXPIRES, Set.of()));

        for (TokenGrant grant : grants) {
            Compared.grant(grant, store.put(ATHLETE, grant).grant());
            reopen();
            StoredGrant found = store.find(ATHLETE)
                    .orElseThrow(() -> new AssertionError("Grant " + grants.indexOf(grant) + " is not stored"));
            Compared.grant(grant, found.grant());
        }
    }

    @Test
    public void claim_ofALongOwner_comesBack() {
        RefreshClaim claim = new RefreshClaim("o".repeat(4000), CLAIM.claimedAt());

        StoredGrant claimed =
                claimed(store.claim(ATHLETE, store.put(ATHLETE, grant(1)).version(), claim));

        assertEquals(Optional.of(claim), claimed.claim());
        reopen();
        assertStored(claimed);
    }

    @Test
    public void texts_ofAnyKind_areOnlyData() {
        AthleteId other = AthleteId.of(ATHLETE.value() + 1);
        StoredGrant theirs = store.put(other, grant(7));
        Set<Scope> scopes = new LinkedHashSet<>();
        List<String> texts = OddTexts.upTo(4000, OddTexts.hostile());
        for (String text : texts) {
            if (!text.isBlank()) {
                scopes.add(Scope.of(text.replaceAll("[, ]", "+")));
            }
        }
        for (String text : texts) {
            TokenGrant grant = TokenGrant.of(text, "r" + text, EXPIRES, scopes);
            RefreshClaim claim = new RefreshClaim(text, CLAIM.claimedAt());
            StoredGrant stored = store.put(ATHLETE, grant);
            Compared.grant(grant, stored.grant());
            StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), claim));
            assertEquals(Optional.of(claim), claimed.claim());
            reopen();
            assertStored(claimed);
            assertStored(claimed(store.replace(ATHLETE, claimed.version(), grant)));
        }

        assertTrue(store.delete(ATHLETE));
        assertStored(theirs);
    }

    @Test
    public void texts_thatAreNone_comeBackOrAreRefusedWhole() {
        for (String text : OddTexts.noText()) {
            StoredGrant before = store.put(ATHLETE, grant(1));
            TokenGrant odd = TokenGrant.of("a" + text, "r" + text, EXPIRES, Set.of());
            try {
                StoredGrant after = claimed(store.replace(ATHLETE, before.version(), odd));
                Compared.grant(odd, after.grant());
                assertStored(after);
            } catch (StoreException e) {
                assertFalse(e.retryable(), "it would be refused again");
                assertStored(before);
            }
            StoredGrant stored = store.put(ATHLETE, grant(2));
            RefreshClaim claim = new RefreshClaim("owner" + text, CLAIM.claimedAt());
            try {
                StoredGrant after = claimed(store.claim(ATHLETE, stored.version(), claim));
                assertEquals(Optional.of(claim), after.claim());
                assertStored(after);
            } catch (StoreException e) {
                assertStored(stored);
            }
        }
    }

    @Test
    public void dates_farAway_comeBack() {
        for (Instant date : FarTimes.KEPT) {
            TokenGrant grant = TokenGrant.of("a", "r", date, Set.of());
            RefreshClaim claim = new RefreshClaim("node", date);
            StoredGrant stored = store.put(ATHLETE, grant);
            Compared.grant(grant, stored.grant());
            StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), claim));
            assertEquals(Optional.of(claim), claimed.claim());
            reopen();
            assertStored(claimed);
        }
    }

    @Test
    public void dates_finerOrBeyond_areAnsweredAsTheyAreFoundAfterwards() {
        List<Instant> dates = new ArrayList<>(FarTimes.BEYOND);
        dates.add(FarTimes.FINE);
        for (Instant date : dates) {
            TokenGrant grant = TokenGrant.of("a", "r", date, Set.of());
            StoredGrant stored = store.put(ATHLETE, grant);
            assertStored(stored);
            StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), new RefreshClaim("node", date)));
            assertStored(claimed);
            StoredGrant replaced = claimed(store.replace(ATHLETE, claimed.version(), grant));
            assertStored(replaced);
            store.delete(ATHLETE);
            assertStored(claimed(store.replace(ATHLETE, 0, grant)));
            Instant claimedAt =
                    claimed.claim().map(RefreshClaim::claimedAt).orElseThrow(() -> new AssertionError("No claim"));
            for (Instant found :
                    List.of(stored.grant().expiresAt(), replaced.grant().expiresAt(), claimedAt)) {
                if (date.equals(FarTimes.FINE)) {
                    FarTimes.assertClose(date, found);
                } else {
                    FarTimes.assertSameOrNearestEnd(date, found);
                }
            }
        }
    }

    @Test
    public void writes_sentAgain_changeNothing() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));

        assertTrue(store.claim(ATHLETE, stored.version(), CLAIM).isEmpty());
        assertStored(claimed);
        StoredGrant replaced = claimed(store.replace(ATHLETE, claimed.version(), grant(2)));
        assertTrue(second.replace(ATHLETE, claimed.version(), grant(2)).isEmpty());
        assertStored(replaced);
    }

    @Test
    public void writes_whoseAnswersAreLost_areThereWholeOrNotAtAll() {
        TokenStore losing = withLostAnswers(store);
        assumeFalse(Compared.isSame(losing, store), "lost answers cannot be had");
        Optional<StoredGrant> put = lost(() -> Optional.of(losing.put(ATHLETE, grant(1))));
        StoredGrant first = store.find(ATHLETE).orElseGet(() -> store.put(ATHLETE, grant(1)));
        Compared.grant(grant(1), first.grant());
        put.ifPresent(this::assertStored);

        Optional<StoredGrant> claim = lost(() -> losing.claim(ATHLETE, first.version(), CLAIM));
        StoredGrant claimed = store.claim(ATHLETE, first.version(), CLAIM)
                .or(() -> store.find(ATHLETE))
                .orElseThrow(() -> new AssertionError("The grant is gone"));
        assertEquals(Optional.of(CLAIM), claimed.claim(), "by its owner who claims knows its own claim");
        Compared.grant(grant(1), claimed.grant());
        claim.ifPresent(this::assertStored);

        Optional<StoredGrant> replace = lost(() -> losing.replace(ATHLETE, claimed.version(), grant(2)));
        StoredGrant replaced = store.replace(ATHLETE, claimed.version(), grant(2))
                .or(() -> store.find(ATHLETE))
                .orElseThrow(() -> new AssertionError("The grant is gone"));
        Compared.grant(grant(2), replaced.grant());
        assertTrue(replaced.claim().isEmpty());
        replace.ifPresent(this::assertStored);
    }

    /** What the write answered; empty if its answer was lost. */
    private static Optional<StoredGrant> lost(Supplier<Optional<StoredGrant>> write) {
        try {
            Optional<StoredGrant> answer = write.get();
            assertTrue(answer.isPresent(), "nobody else was first");
            return answer;
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    @Test
    public void delete_whileOthersReplace_leavesNothing() {
        for (int round = 0; round < DELETIONS; round++) {
            store.put(ATHLETE, grant(0));
            CountDownLatch underWay = new CountDownLatch(3);
            AtomicBoolean deleted = new AtomicBoolean();
            List<Callable<Boolean>> steps = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                TokenStore instance = instance(thread);
                boolean claims = thread == 0;
                steps.add(() -> {
                    Optional<StoredGrant> found = instance.find(ATHLETE);
                    for (int late = 0; found.isPresent() && late < LATE_WRITES; late += deleted.get() ? 1 : 0) {
                        long version = found.get().version();
                        if (claims) {
                            instance.claim(ATHLETE, version, CLAIM);
                        } else {
                            instance.replace(ATHLETE, version, grant(1));
                        }
                        underWay.countDown();
                        found = instance.find(ATHLETE);
                    }
                    return true;
                });
            }
            steps.add(() -> {
                assertTrue(underWay.await(20, TimeUnit.SECONDS), "the writes are stuck");
                boolean there = second.delete(ATHLETE);
                deleted.set(true);
                return there;
            });

            Race.run("a delete is done, and a write after it is answered as empty", steps);

            assertTrue(store.find(ATHLETE).isEmpty());
            assertTrue(second.find(ATHLETE).isEmpty());
        }
    }

    @Test
    public void trouble_isThrownAndNotAnsweredAsEmpty() {
        Optional<TokenStore> without = unreachableStore();
        assumeTrue(without.isPresent(), "a store whose database does not answer cannot be had");
        TokenStore unreachable = without.orElseThrow();

        assertThrows(StoreException.class, () -> unreachable.find(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.put(ATHLETE, grant(1)));
        assertThrows(StoreException.class, () -> unreachable.claim(ATHLETE, 1, CLAIM));
        assertThrows(StoreException.class, () -> unreachable.replace(ATHLETE, 0, grant(1)));
        assertThrows(StoreException.class, () -> unreachable.replace(ATHLETE, 1, grant(1)));
        assertThrows(StoreException.class, () -> unreachable.delete(ATHLETE));
        assertThrows(StoreException.class, () -> unreachable.delete(ATHLETE, 1));
        assertThrows(StoreException.class, () -> unreachable.athletes(null, 1));
    }

    @Test
    public void put_scopes_keepTheirOrder() {
        Set<Scope> scopes = new LinkedHashSet<>(List.of(Scope.ACTIVITY_READ_ALL, Scope.READ, Scope.ACTIVITY_READ));
        store.put(ATHLETE, TokenGrant.of("a", "r", EXPIRES, scopes));

        assertEquals(
                List.copyOf(scopes),
                store.find(ATHLETE)
                        .map(stored -> List.copyOf(stored.grant().scopes()))
                        .orElse(List.of()));
    }

    @Test
    public void secondInstance_seesAndGuardsTheSameGrant() {
        assumeFalse(Compared.isSame(second, store), "a second instance cannot be had");
        StoredGrant stored = store.put(ATHLETE, grant(1));
        StoredGrant claimed = claimed(second.claim(ATHLETE, stored.version(), CLAIM));

        assertTrue(store.claim(ATHLETE, stored.version(), OTHER_CLAIM).isEmpty());
        assertStored(claimed);
        StoredGrant replaced = claimed(second.replace(ATHLETE, claimed.version(), grant(2)));
        assertStored(replaced);
        assertTrue(second.delete(ATHLETE));
        assertTrue(store.find(ATHLETE).isEmpty());
    }

    @Test
    public void store_openedAgain_goesOnWithWhatWasThere() {
        AthleteId other = AthleteId.of(ATHLETE.value() + 1);
        AthleteId gone = AthleteId.of(ATHLETE.value() + 2);
        Set<Long> used = new HashSet<>();
        StoredGrant stored = store.put(ATHLETE, grant(1));
        used.add(stored.version());
        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), CLAIM));
        used.add(claimed.version());
        store.put(other, grant(2));
        used.add(store.put(gone, grant(3)).version());
        assertTrue(store.delete(gone));

        assumeTrue(reopen(), "a store that is opened again cannot be had");

        assertStored(claimed);
        assertEquals(List.of(ATHLETE, other), store.athletes(null, 10));
        assertTrue(store.find(gone).isEmpty(), "what was deleted stays so");
        assertTrue(store.replace(ATHLETE, stored.version(), grant(4)).isEmpty());
        StoredGrant replaced = claimed(store.replace(ATHLETE, claimed.version(), grant(4)));
        assertStored(replaced);
        assertTrue(used.add(replaced.version()), "replace used a version again");
        assertTrue(used.add(store.put(gone, grant(5)).version()), "put used a version again");
    }

    @Test
    public void claim_manyThreadsOneVersion_exactlyOneWins() {
        for (int round = 0; round < ROUNDS; round++) {
            long version = store.put(ATHLETE, grant(round)).version();
            List<RefreshClaim> claims = LongStream.range(0, Race.THREADS)
                    .mapToObj(thread -> new RefreshClaim("thread-" + thread, CLAIM.claimedAt()))
                    .toList();
            List<Boolean> won = Race.run(
                    "a claim that is not the first is answered as empty",
                    thread -> () -> instance(thread)
                            .claim(ATHLETE, version, claims.get(thread))
                            .isPresent());

            int winner = Race.onlyWinner(won);
            assertEquals(Optional.of(claims.get(winner)), store.find(ATHLETE).flatMap(StoredGrant::claim));
        }
    }

    @Test
    public void replace_manyThreadsOneVersion_exactlyOneWins() {
        StoredGrant stored = store.put(ATHLETE, grant(0));
        for (int round = 0; round < ROUNDS; round++) {
            long version = stored.version();
            int base = round * Race.THREADS;
            List<Boolean> won = Race.run(
                    "a write that is not the first is answered as empty",
                    thread -> () -> instance(thread)
                            .replace(ATHLETE, version, grant(base + thread))
                            .isPresent());

            int winner = Race.onlyWinner(won);
            stored = store.find(ATHLETE).orElseThrow(() -> new AssertionError("The grant is gone"));
            Compared.grant(grant(base + winner), stored.grant());
        }
    }

    @Test
    public void put_manyThreadsNoGrant_leavesOneOfThem() {
        for (int round = 0; round < ROUNDS; round++) {
            store.delete(ATHLETE);
            List<StoredGrant> puts = Race.run(
                    "each grant is put, and one stays",
                    thread -> () -> instance(thread).put(ATHLETE, grant(thread)));

            assertEquals(
                    Race.THREADS,
                    puts.stream().map(StoredGrant::version).distinct().count());
            StoredGrant found = store.find(ATHLETE).orElseThrow(() -> new AssertionError("The grant is gone"));
            assertTrue(
                    puts.stream()
                            .anyMatch(put -> put.version() == found.version()
                                    && put.grant().equals(found.grant())),
                    "what is stored is what one of the threads put");
        }
    }

    @Test
    public void replace_manyThreadsCounting_losesNoCount() {
        store.put(ATHLETE, counter(0));
        List<Integer> wins = Race.run("a write that is not the first is answered as empty", thread -> () -> {
            int won = 0;
            for (int i = 0; i < ROUNDS; i++) {
                StoredGrant found =
                        instance(thread).find(ATHLETE).orElseThrow(() -> new AssertionError("The grant is gone"));
                int count = Integer.parseInt(found.grant().refreshToken());
                if (instance(thread)
                        .replace(ATHLETE, found.version(), counter(count + 1))
                        .isPresent()) {
                    won++;
                }
            }
            return won;
        });

        int total = wins.stream().mapToInt(Integer::intValue).sum();
        assertTrue(total >= ROUNDS, "some thread wins each time, but only " + total + " did");
        assertEquals(
                Optional.of(Integer.toString(total)),
                store.find(ATHLETE).map(stored -> stored.grant().refreshToken()));
    }

    @Test
    public void replace_ofVersion0_storesOnlyWhereNothingIs() {
        StoredGrant first = store.replace(ATHLETE, 0, grant(1)).orElseThrow();

        assertStored(first);
        assertNotEquals(0, first.version());
        assertTrue(second.replace(ATHLETE, 0, grant(2)).isEmpty());
        assertStored(first);

        store.delete(ATHLETE);
        assertNotEquals(
                first.version(),
                store.replace(ATHLETE, 0, grant(3)).orElseThrow().version());
    }

    @Test
    public void claim_inDoubt_comesBackSo() {
        StoredGrant stored = store.put(ATHLETE, grant(1));
        RefreshClaim doubt = new RefreshClaim("node-1/2", CLAIM.claimedAt(), true);

        StoredGrant claimed = claimed(store.claim(ATHLETE, stored.version(), doubt));

        assertEquals(Optional.of(doubt), claimed.claim());
        reopen();
        assertStored(claimed);
        assertTrue(claimed(store.replace(ATHLETE, claimed.version(), grant(2)))
                .claim()
                .isEmpty());
    }

    @Test
    public void grants_underANegativeId_areKeptLikeAnyOther() {
        StoredGrant theirs = store.put(ATHLETE, grant(9));
        for (long id : new long[] {-1, -ATHLETE.value(), -9_007_199_254_740_993L, Long.MIN_VALUE}) {
            AthleteId placeholder = AthleteId.of(id);
            assertTrue(store.find(placeholder).isEmpty());
            StoredGrant first = claimed(store.replace(placeholder, 0, grant(1)));
            reopen();
            assertStored(first);
            assertTrue(second.replace(placeholder, 0, grant(2)).isEmpty());
            StoredGrant put = store.put(placeholder, grant(3));
            assertStored(put);
            StoredGrant claimed = claimed(second.claim(placeholder, put.version(), CLAIM));
            assertEquals(Optional.of(CLAIM), claimed.claim());
            assertStored(claimed);
            StoredGrant replaced = claimed(store.replace(placeholder, claimed.version(), grant(4)));
            assertStored(replaced);
            assertEquals(List.of(ATHLETE), store.athletes(null, 10), "whose they are is not known");
            assertFalse(store.delete(placeholder, claimed.version()));
            assertTrue(store.delete(placeholder, replaced.version()));
            assertTrue(store.find(placeholder).isEmpty());
        }
        assertStored(theirs);
    }

    @Test
    public void athletes_pageByPage_ascendByIdWithoutGaps() {
        List<Long> ids = List.of(
                Long.MIN_VALUE, -9_007_199_254_740_993L, -2L, -1L, 1L, 2L, 10L, 9_007_199_254_740_993L, Long.MAX_VALUE);
        List<AthleteId> expected =
                ids.stream().filter(id -> id > 0).map(AthleteId::of).toList();
        List<AthleteId> shuffled =
                new ArrayList<>(ids.stream().map(AthleteId::of).toList());
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(athlete -> store.put(athlete, grant(1)));

        for (int limit : new int[] {1, 2, 3, 100}) {
            List<AthleteId> listed = new ArrayList<>();
            AthleteId after = null;
            List<AthleteId> page = page(after, limit);
            while (!page.isEmpty()) {
                listed.addAll(page);
                after = page.get(page.size() - 1);
                page = page(after, limit);
            }
            assertEquals(expected, listed, "pages of " + limit);
        }
    }

    @Test
    public void athletes_afterAnIdThatIsNotThere_beginsWithTheNext() {
        List.of(-5L, 10L, 20L).forEach(id -> store.put(AthleteId.of(id), grant(1)));

        assertEquals(List.of(AthleteId.of(20)), store.athletes(AthleteId.of(15), 10));
        assertEquals(List.of(AthleteId.of(10), AthleteId.of(20)), store.athletes(AthleteId.of(-1), 10));
        assertEquals(List.of(), store.athletes(AthleteId.of(21), 10));
    }

    @Test
    public void athletes_walkedWhileGrantsComeAndGo_losesAndRepeatsNoOther() {
        LongStream.rangeClosed(1, 20).forEach(id -> store.put(AthleteId.of(id * 10), grant(1)));
        List<Long> listed = new ArrayList<>();
        List<AthleteId> page = store.athletes(null, 3);
        while (!page.isEmpty() && listed.size() <= 30) {
            page.forEach(athlete -> listed.add(athlete.value()));
            AthleteId last = page.get(page.size() - 1);
            // One comes in front of that at which the walk stands, which goes itself now and then.
            second.put(AthleteId.of(last.value() - 5), grant(2));
            if (last.value() % 20 == 0) {
                assertTrue(second.delete(last));
            }
            page = store.athletes(last, 3);
        }

        assertEquals(LongStream.rangeClosed(1, 20).mapToObj(id -> id * 10).toList(), listed);
    }

    @Test
    public void athletes_limit_isKept() {
        store.put(ATHLETE, grant(1));

        assertEquals(List.of(), store.athletes(null, 0));
        assertEquals(List.of(ATHLETE), store.athletes(null, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> store.athletes(null, -1));
    }

    private List<AthleteId> page(@Nullable AthleteId after, int limit) {
        List<AthleteId> page = store.athletes(after, limit);
        assertTrue(page.size() <= limit, "a page of " + page.size() + " though the limit is " + limit);
        return page;
    }

    /** Both instances find just this. */
    private void assertStored(StoredGrant expected) {
        for (TokenStore instance : List.of(store, second)) {
            StoredGrant found = instance.find(expected.athlete())
                    .orElseThrow(() -> new AssertionError("No grant of " + expected.athlete() + " is stored"));
            assertEquals(expected.athlete(), found.athlete(), "athlete of the grant");
            assertEquals(expected.version(), found.version(), "version of the grant");
            Compared.grant(expected.grant(), found.grant());
            assertEquals(expected.claim(), found.claim(), "claim of the grant");
        }
    }

    private static StoredGrant claimed(Optional<StoredGrant> stored) {
        return stored.orElseThrow(
                () -> new AssertionError("The version was the expected one, but nothing was written"));
    }

    /** Goes on with what is found after a restart; false if that cannot be had. */
    private boolean reopen() {
        TokenStore before = store;
        store = reopened(before);
        if (Compared.isSame(store, before)) {
            return false;
        }
        second = secondInstance(store);
        return true;
    }

    private TokenStore instance(int thread) {
        return thread % 2 == 0 ? store : second;
    }

    private static TokenGrant grant(int number) {
        return TokenGrant.of(
                "access-" + number, "refresh-" + number, EXPIRES, Set.of(Scope.READ, Scope.ACTIVITY_READ_ALL));
    }

    private static TokenGrant counter(int count) {
        return TokenGrant.of("access", Integer.toString(count), EXPIRES, Set.of());
    }
}
