package io.stravaai.quota.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The quota ledger in a Redis that the application has anyway, alone or a cluster. Thread-safe.
 *
 * <p>The row is one hash under {@code stravaai:quota:} and the client id. Both methods are one script, so that they run at the
 * master and reads see all writes, whatever the connection would else read from replicas. Redis 4 or later.
 *
 * <p>The connection remains the application's, which closes it. It may be shared with other commands, but not with
 * transactions or blocking commands, which hold up everybody else.
 *
 * <p>What Redis has forgotten (a restart without persistence, an eviction, a failover to a replica that lagged) costs at most
 * requests that Strava answers with 429; its next answer sets the counts right.
 */
public final class RedisQuotaLedger implements QuotaLedger {

    private static final String DEFAULT_PREFIX = "stravaai:quota:";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** All but the limits is void when a day has passed, and the next answer of Strava tells these. */
    private static final Duration LIFE = Duration.ofDays(30);

    private static final String FIND = "return redis.call('HGETALL', KEYS[1])";

    /** Arguments: the expected version, the life in milliseconds, then fields and values. Versions are compared as text. */
    private static final String REPLACE = """
            if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then
                return 0
            end
            redis.call('HSET', KEYS[1], unpack(ARGV, 3))
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1""";

    private final RedisScriptingAsyncCommands<String, String> redis;
    private final String prefix;
    private final Duration timeout;

    private RedisQuotaLedger(RedisScriptingAsyncCommands<String, String> redis, String prefix, Duration timeout) {
        this.redis = redis;
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout must be positive: " + timeout);
        }
    }

    /** A ledger on one server, or on a master with replicas. */
    public static RedisQuotaLedger of(StatefulRedisConnection<String, String> connection) {
        return new RedisQuotaLedger(connection.async(), DEFAULT_PREFIX, DEFAULT_TIMEOUT);
    }

    /** A ledger on a cluster. */
    public static RedisQuotaLedger of(StatefulRedisClusterConnection<String, String> connection) {
        return new RedisQuotaLedger(connection.async(), DEFAULT_PREFIX, DEFAULT_TIMEOUT);
    }

    /** The same ledger under keys that begin so; {@code stravaai:quota:} by default. */
    public RedisQuotaLedger withKeyPrefix(String prefix) {
        return new RedisQuotaLedger(redis, prefix, timeout);
    }

    /** The same ledger with another time that an answer of Redis may take; five seconds by default. */
    public RedisQuotaLedger withTimeout(Duration timeout) {
        return new RedisQuotaLedger(redis, prefix, timeout);
    }

    @Override
    public Optional<Entry> find(String clientId) {
        String key = key(clientId);
        Object hash = run("read", FIND, ScriptOutputType.MULTI, key);
        return hash instanceof List<?> fields && !fields.isEmpty()
                ? Optional.of(QuotaHash.read(key, fields))
                : Optional.empty();
    }

    @Override
    public boolean replace(String clientId, long expectedVersion, QuotaState next) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(expectedVersion));
        arguments.add(Long.toString(LIFE.toMillis()));
        arguments.addAll(QuotaHash.write(expectedVersion + 1, next));
        Object written =
                run("write", REPLACE, ScriptOutputType.INTEGER, key(clientId), arguments.toArray(String[]::new));
        return Long.valueOf(1).equals(written);
    }

    /** Half a surrogate pair would become a question mark, and two ids one key. */
    private String key(String clientId) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(clientId)) {
            throw new StoreException("The client id holds half a surrogate pair, which is not text", false, null);
        }
        return prefix + clientId;
    }

    /** Runs a script that Redis need not know yet. */
    private @Nullable Object run(String action, String script, ScriptOutputType type, String key, String... arguments) {
        String[] keys = {key};
        try {
            try {
                return await(action, redis.evalsha(redis.digest(script), type, keys, arguments));
            } catch (RedisNoScriptException e) {
                return await(action, redis.eval(script, type, keys, arguments));
            }
        } catch (RedisException e) {
            throw Failures.of(action, key, e);
        }
    }

    private @Nullable Object await(String action, Future<?> answer) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new StoreException(
                    "Cannot " + action + " the quota: Redis has not answered within " + timeout, true, e);
        } catch (CancellationException e) {
            // The client cancels what it holds back for a server that is away.
            throw new StoreException("Cannot " + action + " the quota: the connection to Redis was closed", true, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallInterruptedException("Waiting for Redis was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException reset) {
                throw new StoreException("Cannot " + action + " the quota: the connection to Redis broke", true, reset);
            }
            throw new StoreException("Cannot " + action + " the quota: the Redis client failed", false, e.getCause());
        }
    }
}
