package io.stravaai.quota.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.SchemaException;
import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

@Timeout(60)
class RedisQuotaLedgerTest {

    private static final String CLIENT = "12345";
    private static final Instant NOW = Instant.parse("2026-11-20T10:07:31Z");
    private static final QuotaState STATE = QuotaState.initial(NOW);

    private final StatefulRedisConnection<String, String> connection = TestRedis.connect();
    private final String prefix = TestRedis.newPrefix();
    private final String key = prefix + CLIENT;
    private final QuotaLedger ledger = RedisQuotaLedger.of(connection).withKeyPrefix(prefix);

    @AfterEach
    void close() {
        connection.sync().del(key);
        connection.close();
    }

    @Test
    void row_isReadByAPerson_saysWhatItHolds() {
        ledger.replace(
                CLIENT, 0, STATE.withUsed(QuotaBucket.READ, QuotaWindow.DAY, 17).withBlockedUntil(NOW));

        Map<String, String> hash = connection.sync().hgetall(key);

        assertThat(hash)
                .hasSize(17)
                .containsEntry("format", "1")
                .containsEntry("version", "1")
                .containsEntry("quarter_hour_start", "2026-11-20T10:00:00Z")
                .containsEntry("day_start", "2026-11-20T00:00:00Z")
                .containsEntry("blocked_until", "2026-11-20T10:07:31Z")
                .containsEntry("read_day_used", "17")
                .containsEntry("overall_quarter_hour_limit", "200");
    }

    @Test
    void find_overAConnectionThatIsReset_canBeRetried() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread resetting = new Thread(() -> resetAtTheFirstScript(server));
            resetting.start();
            RedisClient client = RedisClient.create("redis://localhost:" + server.getLocalPort());
            client.setOptions(ClientOptions.builder()
                    .autoReconnect(false)
                    .protocolVersion(ProtocolVersion.RESP2)
                    .pingBeforeActivateConnection(false)
                    .build());
            try (StatefulRedisConnection<String, String> resets = client.connect()) {
                StoreException failure = catchThrowableOfType(
                        StoreException.class, () -> RedisQuotaLedger.of(resets).find(CLIENT));

                assertThat(failure.retryable()).isTrue();
            } finally {
                client.shutdown();
                resetting.join();
            }
        }
    }

    private static void resetAtTheFirstScript(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] buffer = new byte[8192];
            String read = "";
            while (!read.contains("EVAL")) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    return;
                }
                read = new String(buffer, 0, length, StandardCharsets.UTF_8);
                for (int command = read.split("CLIENT", -1).length; command > 1; command--) {
                    socket.getOutputStream().write("+OK\r\n".getBytes(StandardCharsets.UTF_8));
                }
            }
            // Closed so, what was sent is not waited for: the other side sees a reset.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void key_withoutAPrefix_isTheClientsOwn() {
        String client = prefix + "without";
        QuotaLedger plain = RedisQuotaLedger.of(connection);

        assertThat(plain.replace(client, 0, STATE)).isTrue();

        assertThat(connection.sync().del("stravaai:quota:" + client)).isEqualTo(1);
    }

    @Test
    void row_isNotWritten_endsAfterAMonth() {
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().pexpire(key, 60_000);
        ledger.replace(CLIENT, 1, STATE);

        assertThat(Duration.ofMillis(connection.sync().pttl(key))).isBetween(Duration.ofDays(29), Duration.ofDays(30));
    }

    @Test
    void scripts_areForgottenByTheServer_areSentAgain() {
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().scriptFlush();

        assertThat(ledger.replace(CLIENT, 1, STATE)).isTrue();
        connection.sync().scriptFlush();
        assertThat(ledger.find(CLIENT)).contains(new QuotaLedger.Entry(2, STATE));
    }

    @Test
    void version_isBeyondWhatLuaCounts_isComparedExactly() {
        long large = (1L << 53) + 1;
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().hset(key, "version", Long.toString(large));

        assertThat(ledger.replace(CLIENT, large - 1, STATE)).isFalse();
        assertThat(ledger.replace(CLIENT, large, STATE)).isTrue();
        assertThat(ledger.find(CLIENT)).contains(new QuotaLedger.Entry(large + 1, STATE));
    }

    @Test
    void row_isOfANewerNode_keepsWhatIsNotKnown() {
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().hset(key, Map.of("upload_hour_used", "3"));

        assertThat(ledger.find(CLIENT)).contains(new QuotaLedger.Entry(1, STATE));
        assertThat(ledger.replace(CLIENT, 1, STATE)).isTrue();
        assertThat(connection.sync().hget(key, "upload_hour_used")).isEqualTo("3");
    }

    @Test
    void row_isOfAnOlderNode_hasTheCountsOfANewOne() {
        ledger.replace(CLIENT, 0, STATE.withLimit(QuotaBucket.READ, QuotaWindow.DAY, 7));
        connection.sync().hdel(key, "read_day_limit", "read_day_used", "read_day_used_next", "format", "blocked_until");

        assertThat(ledger.find(CLIENT)).contains(new QuotaLedger.Entry(1, STATE));
    }

    @Test
    void row_isOfAnotherFormat_isRefusedAndLeft() {
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().hset(key, "format", "2");

        assertThatThrownBy(() -> ledger.find(CLIENT))
                .isInstanceOf(SchemaException.class)
                .hasMessage("The quota under the key '" + key + "' has the format 2, and this version of"
                        + " stravaai-quota-redis knows 1: update it on this node");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "quarter_hour_start", "day_start", "blocked_until", "read_day_used"})
    void hash_isNoQuota_isRefused(String field) {
        ledger.replace(CLIENT, 0, STATE);
        connection.sync().hset(key, field, "nonsense");

        assertThatThrownBy(() -> ledger.find(CLIENT))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("'" + key + "' is no quota")
                .hasMessageContaining("withKeyPrefix");
    }

    @Test
    void key_holdsSomethingElse_isRefusedAndLeft() {
        connection.sync().set(key, "somebody's");

        for (ThrowingCallable call :
                new ThrowingCallable[] {() -> ledger.find(CLIENT), () -> ledger.replace(CLIENT, 0, STATE)}) {
            StoreException e = failure(call);
            assertThat(e)
                    .hasMessageContaining("the key '" + key + "' holds something else")
                    .hasMessageContaining("(WRONGTYPE)");
            assertThat(e.retryable()).isFalse();
        }
        assertThat(connection.sync().get(key)).isEqualTo("somebody's");
    }

    @ParameterizedTest
    @CsvSource({
        "LOADING Redis is loading, true, refuses the script (LOADING)",
        "READONLY You can't write against a read only replica., true, refuses the script (READONLY)",
        "CLUSTERDOWN The cluster is down, true, refuses the script (CLUSTERDOWN)",
        "MOVED 3999 10.0.0.1:6381, false, RedisClusterClient",
        "NOPERM this user has no permissions, false, may not run scripts",
        "ERR Error running script (call to f_1): @user_script: 1: -READONLY You can't write., true, (READONLY)",
        "OOM command not allowed when used memory > 'maxmemory'., true, (OOM)",
        "ERR user_script:1: some text, false, refuses the script (ERR)",
        "nonsense, false, refuses the script (ERR)"
    })
    void refusal_isPassedOn_withItsCode(String reply, boolean retryable, String message) {
        StoreException e = Failures.of("read", key, new RedisCommandExecutionException(reply));

        assertThat(e).hasMessageStartingWith("Cannot read the quota: ").hasMessageContaining(message);
        assertThat(e.retryable()).isEqualTo(retryable);
    }

    @Test
    void server_isKilledAndStartedAgain_isUsedAgain() throws Exception {
        int port = TestRedis.freePort();
        RedisServer server = TestRedis.newServer(port);
        server.start();
        RedisClient client = RedisClient.create("redis://:pass-secret@127.0.0.1:" + port);
        RedisClient admin = RedisClient.create("redis://127.0.0.1:" + port);
        admin.connect().sync().configSet("requirepass", "pass-secret");
        admin.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        try (StatefulRedisConnection<String, String> own = client.connect()) {
            QuotaLedger own1 = RedisQuotaLedger.of(own).withTimeout(Duration.ofMillis(500));
            assertThat(own1.replace(CLIENT, 0, STATE)).isTrue();
            server.stop();

            for (ThrowingCallable call :
                    new ThrowingCallable[] {() -> own1.find(CLIENT), () -> own1.replace(CLIENT, 1, STATE)}) {
                StoreException e = failure(call);
                assertThat(e.retryable()).isTrue();
                assertThat(e).hasMessageStartingWith("Cannot ").hasMessageContaining(" the quota: Redis ");
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    assertThat(cause.toString()).doesNotContain("pass-secret");
                }
            }

            RedisServer again = TestRedis.newServer(port);
            again.start();
            try {
                QuotaLedger patient = RedisQuotaLedger.of(own).withTimeout(Duration.ofSeconds(30));
                assertThat(patient.find(CLIENT)).as("it kept nothing").isEmpty();
                assertThat(patient.replace(CLIENT, 1, STATE)).isFalse();
                assertThat(patient.replace(CLIENT, 0, STATE)).isTrue();
            } finally {
                again.stop();
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void client_rejectsWhileDisconnected_isAStoreExceptionAtOnce() throws Exception {
        int port = TestRedis.freePort();
        RedisServer server = TestRedis.newServer(port);
        server.start();
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        try (StatefulRedisConnection<String, String> own = client.connect()) {
            QuotaLedger rejecting = RedisQuotaLedger.of(own).withTimeout(Duration.ofSeconds(30));
            server.stop();

            assertThat(failure(() -> rejecting.find(CLIENT)).retryable()).isTrue();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void connection_isClosed_isAStoreException() {
        StatefulRedisConnection<String, String> closed = TestRedis.connect();
        QuotaLedger orphan = RedisQuotaLedger.of(closed);
        closed.close();

        assertThat(failure(() -> orphan.find(CLIENT))).hasMessageStartingWith("Cannot read the quota: ");
    }

    @Test
    void connection_isClosedWhileACommandWaitsForTheServer_isAStoreExceptionAtOnce() throws Exception {
        int port = TestRedis.freePort();
        RedisServer server = TestRedis.newServer(port);
        server.start();
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
        try {
            StatefulRedisConnection<String, String> own = client.connect();
            QuotaLedger patient = RedisQuotaLedger.of(own).withTimeout(Duration.ofSeconds(50));
            server.stop();
            while (own.isOpen()) {
                Thread.onSpinWait();
            }
            FutureTask<StoreException> waiting = new FutureTask<>(() -> failure(() -> patient.find(CLIENT)));
            Thread thread = new Thread(waiting, "waiting");
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
                Thread.onSpinWait();
            }

            own.close();

            StoreException e = waiting.get();
            assertThat(e).hasMessage("Cannot read the quota: the connection to Redis was closed");
            assertThat(e.retryable()).isTrue();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void thread_isInterrupted_isTold() {
        try (StatefulRedisConnection<String, String> other = TestRedis.connect()) {
            other.sync().clientPause(1000);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> ledger.find(CLIENT)).isInstanceOf(CallInterruptedException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ledger.find(CLIENT)).isEmpty();
    }

    @Test
    void server_isBusy_isGivenUpInTime() {
        QuotaLedger hasty =
                RedisQuotaLedger.of(connection).withKeyPrefix(prefix).withTimeout(Duration.ofMillis(100));
        try (StatefulRedisConnection<String, String> other = TestRedis.connect()) {
            other.sync().clientPause(1000);

            StoreException e = failure(() -> hasty.replace(CLIENT, 0, STATE));

            assertThat(e).hasMessage("Cannot write the quota: Redis has not answered within PT0.1S");
            assertThat(e.retryable()).isTrue();
        }
        Optional<QuotaLedger.Entry> after = ledger.find(CLIENT);
        assertThat(after.stream().map(QuotaLedger.Entry::version).collect(Collectors.toSet()))
                .as("what came of it was not known")
                .isSubsetOf(1L);
    }

    @Test
    void timeout_isNotPositive_isRefused() {
        RedisQuotaLedger any = RedisQuotaLedger.of(connection);

        assertThatThrownBy(() -> any.withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The timeout must be positive: PT0S");
    }

    private static StoreException failure(ThrowingCallable call) {
        StoreException e = catchThrowableOfType(StoreException.class, call);
        assertThat(e).as("a StoreException").isNotNull();
        return e;
    }
}
