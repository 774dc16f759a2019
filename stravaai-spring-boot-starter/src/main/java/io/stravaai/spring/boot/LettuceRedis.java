package io.stravaai.spring.boot;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.redis.RedisQuotaLedger;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Redis by Lettuce, which is what Spring Boot brings. The client stays the application's; the connection is our own. */
final class LettuceRedis implements Redis {

    private final ObjectProvider<LettuceConnectionFactory> factories;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connected current;

    LettuceRedis(ObjectProvider<LettuceConnectionFactory> factories) {
        this.factories = factories;
    }

    @Override
    public QuotaLedger quotaLedger() {
        LettuceConnectionFactory connections = connections();
        return new QuotaLedger() {
            @Override
            public Optional<Entry> find(String clientId) {
                return connected(connections).find(clientId);
            }

            @Override
            public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                return connected(connections).replace(clientId, expectedVersion, next);
            }
        };
    }

    @Override
    public LockProvider lockProvider() {
        return new RedisLockProvider(connections(), "stravaai", "stravaai");
    }

    /** Asked for when Redis is, since an application that uses it for other things may have several. */
    private LettuceConnectionFactory connections() {
        LettuceConnectionFactory only = factories.getIfUnique();
        if (only == null) {
            throw new StravaAiConfigurationException(
                    "The application has several LettuceConnectionFactories of which none is primary, so StravaAI does"
                            + " not know which one is meant.",
                    "Mark one with @Primary.");
        }
        return only;
    }

    private QuotaLedger connected(LettuceConnectionFactory connections) {
        lock.lock();
        try {
            // A factory that was stopped and started again has another client, and has shut the first one down.
            AbstractRedisClient client = connections.getRequiredNativeClient();
            if (current == null || !current.client().equals(client)) {
                close();
                current = connect(client);
            }
            return current.ledger();
        } catch (IllegalStateException e) {
            throw new StoreException("Cannot read the quota: the connections to Redis are stopped", true, e);
        } catch (RedisException e) {
            throw new StoreException("Cannot read the quota: Redis cannot be reached", true, e);
        } finally {
            lock.unlock();
        }
    }

    private static Connected connect(AbstractRedisClient client) {
        if (client instanceof RedisClusterClient cluster) {
            StatefulRedisClusterConnection<String, String> connection = cluster.connect();
            return new Connected(client, connection, RedisQuotaLedger.of(connection));
        }
        try {
            StatefulRedisConnection<String, String> connection = ((RedisClient) client).connect();
            return new Connected(client, connection, RedisQuotaLedger.of(connection));
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).startsWith("RedisURI is not available")) {
                throw e;
            }
            throw new StoreException(
                    "Cannot read the quota: the application's Redis is a list of a master and replicas, as by"
                            + " spring.data.redis.masterreplica, and such a client has no address. Use Sentinel or a cluster,"
                            + " or another stravaai.quota.ledger",
                    false,
                    e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (current != null) {
                current.connection().close();
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private record Connected(
            AbstractRedisClient client, StatefulConnection<String, String> connection, QuotaLedger ledger) {}
}
