package io.stravaai.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link QuotaLedger} must do. */
public abstract class QuotaLedgerContract {

    private static final String CLIENT = "12345";
    private static final Instant NOW = Instant.parse("2026-11-20T10:07:31Z");
    private static final int ROUNDS = 20;

    private QuotaLedger ledger;
    private QuotaLedger second;

    protected QuotaLedgerContract() {}

    /**
     * A ledger without rows; called before each test, and before what the subclass itself does {@code @BeforeEach}. The
     * contract closes nothing: a subclass closes {@code @AfterEach} what it has opened here and in the methods below.
     */
    protected abstract QuotaLedger createLedger();

    /**
     * Another instance on the rows of the given ledger, as another process would have it. Itself if there is none; what
     * takes two is skipped then.
     */
    protected QuotaLedger secondInstance(QuotaLedger ledger) {
        return ledger;
    }

    /**
     * Another instance on the rows of the given ledger, of which each write takes effect but its answer is lost on the
     * way: the connection breaks after the database has committed. Itself if that cannot be had; what it is for is
     * skipped then.
     */
    protected QuotaLedger withLostAnswers(QuotaLedger ledger) {
        return ledger;
    }

    /** A ledger whose database does not answer; empty if that cannot be had. */
    protected Optional<QuotaLedger> unreachableLedger() {
        return Optional.empty();
    }

    @BeforeEach
    final void createLedgers() {
        ledger = createLedger();
        second = secondInstance(ledger);
    }

    @Test
    public void find_noRow_isEmpty() {
        assertEquals(Optional.empty(), ledger.find(CLIENT));
    }

    @Test
    public void replace_noRow_insertsVersionOne() {
        assertTrue(ledger.replace(CLIENT, 0, used(1)));

        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(1))), ledger.find(CLIENT));
    }

    @Test
    public void replace_expectedVersion_countsVersionsUp() {
        for (int i = 0; i < 5; i++) {
            assertTrue(ledger.replace(CLIENT, i, used(i)));
            assertEquals(Optional.of(new QuotaLedger.Entry(i + 1L, used(i))), ledger.find(CLIENT));
        }
    }

    @Test
    public void replace_rowThoughNoneExpected_changesNothing() {
        assertTrue(ledger.replace(CLIENT, 0, used(1)));

        assertFalse(ledger.replace(CLIENT, 0, used(2)));

        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(1))), ledger.find(CLIENT));
    }

    @Test
    public void replace_otherVersion_changesNothing() {
        assertTrue(ledger.replace(CLIENT, 0, used(1)));
        assertTrue(ledger.replace(CLIENT, 1, used(2)));

        assertFalse(ledger.replace(CLIENT, 1, used(3)));
        assertFalse(ledger.replace(CLIENT, 3, used(3)));

        assertEquals(Optional.of(new QuotaLedger.Entry(2, used(2))), ledger.find(CLIENT));
    }

    @Test
    public void replace_noRowThoughOneExpected_createsNone() {
        assertFalse(ledger.replace(CLIENT, 1, used(1)));

        assertEquals(Optional.empty(), ledger.find(CLIENT));
    }

    @Test
    public void replace_everyPartOfTheState_comesBack() {
        QuotaState state = QuotaState.initial(NOW)
                .withWindowStart(QuotaWindow.QUARTER_HOUR, Instant.parse("2026-11-01T05:45:00Z"))
                .withWindowStart(QuotaWindow.DAY, Instant.parse("2033-03-13T00:00:00Z"))
                .withBlockedUntil(Instant.parse("2026-11-20T10:15:01.123Z"));
        int number = 7;
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                state = state.withLimit(bucket, window, number++)
                        .withUsed(bucket, window, number++)
                        .withUsedNext(bucket, window, number++);
            }
        }
        state = state.withUsed(QuotaBucket.READ, QuotaWindow.DAY, Integer.MAX_VALUE);

        assertTrue(ledger.replace(CLIENT, 0, state));
        assertEquals(Optional.of(new QuotaLedger.Entry(1, state)), ledger.find(CLIENT));

        assertTrue(ledger.replace(CLIENT, 1, state.withBlockedUntil(null)));
        assertEquals(Optional.of(new QuotaLedger.Entry(2, state.withBlockedUntil(null))), ledger.find(CLIENT));
    }

    @Test
    public void replace_otherClient_hasItsOwnRow() {
        assertTrue(ledger.replace(CLIENT, 0, used(1)));
        assertTrue(ledger.replace("client \uD83D\uDEB4", 0, used(2)));

        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(1))), ledger.find(CLIENT));
        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(2))), ledger.find("client \uD83D\uDEB4"));
    }

    @Test
    public void clientIds_ofAnyKind_haveRowsOfTheirOwn() {
        List<String> clients = new ArrayList<>(OddTexts.upTo(255, OddTexts.hostile()));
        clients.addAll(List.of(
                "Client",
                "client",
                "CLIENT",
                "client ",
                " client",
                "cli\u00E9nt",
                "clie\u0301nt",
                "cl\u0131ent",
                "x".repeat(255)));
        for (int i = 0; i < clients.size(); i++) {
            assertEquals(Optional.empty(), ledger.find(clients.get(i)), "before it was written: client " + i);
            assertTrue(ledger.replace(clients.get(i), 0, used(i)));
        }

        for (int i = 0; i < clients.size(); i++) {
            assertEquals(Optional.of(new QuotaLedger.Entry(1, used(i))), second.find(clients.get(i)), "client " + i);
            assertTrue(second.replace(clients.get(i), 1, used(1000 + i)));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertEquals(
                    Optional.of(new QuotaLedger.Entry(2, used(1000 + i))), ledger.find(clients.get(i)), "client " + i);
        }
    }

    @Test
    public void clientIds_thatAreNoText_areKeptOrRefused() {
        assertTrue(ledger.replace("a", 0, used(1)));
        for (String text : OddTexts.noText()) {
            try {
                assertEquals(Optional.empty(), ledger.find("a" + text));
                assertTrue(ledger.replace("a" + text, 0, used(2)));
                assertEquals(Optional.of(new QuotaLedger.Entry(1, used(2))), ledger.find("a" + text));
            } catch (StoreException e) {
                assertFalse(e.retryable(), "it would be refused again");
            }
        }
        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(1))), ledger.find("a"));
    }

    @Test
    public void dates_farAway_comeBack() {
        long version = 0;
        for (Instant date : FarTimes.KEPT) {
            QuotaState state = QuotaState.initial(NOW)
                    .withWindowStart(QuotaWindow.QUARTER_HOUR, date)
                    .withWindowStart(QuotaWindow.DAY, date)
                    .withBlockedUntil(date);
            assertTrue(ledger.replace(CLIENT, version++, state));
            assertEquals(Optional.of(new QuotaLedger.Entry(version, state)), second.find(CLIENT));
        }
        for (Instant date : FarTimes.BEYOND) {
            assertTrue(ledger.replace(CLIENT, version++, used(1).withBlockedUntil(date)));
            FarTimes.assertSameOrNearestEnd(
                    date,
                    second.find(CLIENT)
                            .flatMap(entry -> entry.state().blockedUntil())
                            .orElseThrow(() -> new AssertionError("The block is gone")));
        }
    }

    @Test
    public void replace_sentAgain_changesNothing() {
        assertTrue(ledger.replace(CLIENT, 0, used(1)));
        assertFalse(second.replace(CLIENT, 0, used(1)));
        assertTrue(ledger.replace(CLIENT, 1, used(2)));
        assertFalse(second.replace(CLIENT, 1, used(2)));

        assertEquals(Optional.of(new QuotaLedger.Entry(2, used(2))), ledger.find(CLIENT));
    }

    @Test
    public void replace_whoseAnswerIsLost_isThereOrNot() {
        QuotaLedger losing = withLostAnswers(ledger);
        assumeFalse(Compared.isSame(losing, ledger), "lost answers cannot be had");
        for (int version = 0; version < 3; version++) {
            try {
                assertTrue(losing.replace(CLIENT, version, used(version)), "nobody else was first");
            } catch (StoreException e) {
                ledger.replace(CLIENT, version, used(version));
            }
            assertEquals(Optional.of(new QuotaLedger.Entry(version + 1L, used(version))), ledger.find(CLIENT));
        }
    }

    @Test
    public void trouble_isThrownAndNotAnsweredAsEmpty() {
        Optional<QuotaLedger> without = unreachableLedger();
        assumeTrue(without.isPresent(), "a ledger whose database does not answer cannot be had");
        QuotaLedger unreachable = without.orElseThrow();

        assertThrows(StoreException.class, () -> unreachable.find(CLIENT));
        assertThrows(StoreException.class, () -> unreachable.replace(CLIENT, 0, used(1)));
        assertThrows(StoreException.class, () -> unreachable.replace(CLIENT, 1, used(1)));
    }

    @Test
    public void secondInstance_seesAndGuardsTheSameRow() {
        assumeFalse(Compared.isSame(second, ledger), "a second instance cannot be had");
        assertTrue(ledger.replace(CLIENT, 0, used(1)));
        assertEquals(Optional.of(new QuotaLedger.Entry(1, used(1))), second.find(CLIENT));
        assertFalse(second.replace(CLIENT, 0, used(2)));

        assertTrue(second.replace(CLIENT, 1, used(3)));
        assertFalse(ledger.replace(CLIENT, 1, used(4)));
        assertEquals(Optional.of(new QuotaLedger.Entry(2, used(3))), ledger.find(CLIENT));
    }

    @Test
    public void replace_manyThreadsOneVersion_exactlyOneWins() {
        for (int round = 0; round < ROUNDS; round++) {
            long version = round;
            int base = round * Race.THREADS;
            List<Boolean> won = Race.run(
                    "a write that is not the first is answered false",
                    thread -> () -> instance(thread).replace(CLIENT, version, used(base + thread)));

            int winner = Race.onlyWinner(won);
            assertEquals(Optional.of(new QuotaLedger.Entry(version + 1, used(base + winner))), ledger.find(CLIENT));
        }
    }

    @Test
    public void replace_manyThreadsCounting_losesNoCount() {
        List<Integer> wins = Race.run("a write that is not the first is answered false", thread -> () -> {
            int won = 0;
            for (int i = 0; i < ROUNDS; i++) {
                Optional<QuotaLedger.Entry> entry = instance(thread).find(CLIENT);
                long version = entry.map(QuotaLedger.Entry::version).orElse(0L);
                int count = entry.map(e -> e.state().used(QuotaBucket.READ, QuotaWindow.DAY))
                        .orElse(0);
                if (instance(thread).replace(CLIENT, version, used(count + 1))) {
                    won++;
                }
            }
            return won;
        });

        int total = wins.stream().mapToInt(Integer::intValue).sum();
        assertTrue(total >= ROUNDS, "some thread wins each time, but only " + total + " did");
        assertEquals(Optional.of(new QuotaLedger.Entry(total, used(total))), ledger.find(CLIENT));
    }

    private QuotaLedger instance(int thread) {
        return thread % 2 == 0 ? ledger : second;
    }

    private static QuotaState used(int requests) {
        return QuotaState.initial(NOW).withUsed(QuotaBucket.READ, QuotaWindow.DAY, requests);
    }
}
