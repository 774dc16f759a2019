package io.stravaai.quota.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** A cluster of two masters, each with half of the keys. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest {

    private static final int SLOTS = 16_384;
    private static final QuotaState STATE = QuotaState.initial(Instant.parse("2026-11-20T10:07:31Z"));

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisClient> nodes = new ArrayList<>();
    private RedisClusterClient cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        List<RedisURI> addresses = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int port = TestRedis.freePortForCluster();
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("dir " + folder)
                    .setting("cluster-enabled yes")
                    .setting("cluster-config-file nodes-" + port + ".conf")
                    .build();
            server.start();
            servers.add(server);
            addresses.add(RedisURI.create("127.0.0.1", port));
            nodes.add(RedisClient.create(addresses.get(i)));
        }
        for (int i = 0; i < 2; i++) {
            try (StatefulRedisConnection<String, String> node = nodes.get(i).connect()) {
                node.sync()
                        .clusterAddSlots(IntStream.range(i * SLOTS / 2, (i + 1) * SLOTS / 2)
                                .toArray());
                node.sync().clusterMeet("127.0.0.1", addresses.get(1 - i).getPort());
            }
        }
        for (RedisClient client : nodes) {
            try (StatefulRedisConnection<String, String> node = client.connect()) {
                while (!node.sync().clusterInfo().contains("cluster_state:ok")) {
                    Thread.onSpinWait();
                }
            }
        }
        cluster = RedisClusterClient.create(addresses);
    }

    @AfterAll
    void stop() throws IOException {
        if (cluster != null) {
            cluster.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
        nodes.forEach(node -> node.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
        for (RedisServer server : servers) {
            server.stop();
        }
    }

    @Test
    void rows_lieOnBothMasters_areAllFound() {
        try (StatefulRedisClusterConnection<String, String> connection = cluster.connect()) {
            QuotaLedger ledger = RedisQuotaLedger.of(connection);
            for (int i = 0; i < 20; i++) {
                assertThat(ledger.replace("client-" + i, 0, STATE)).isTrue();
                assertThat(ledger.replace("client-" + i, 0, STATE)).isFalse();
                assertThat(ledger.find("client-" + i)).contains(new QuotaLedger.Entry(1, STATE));
            }
        }
        for (RedisClient client : nodes) {
            try (StatefulRedisConnection<String, String> node = client.connect()) {
                assertThat(node.sync().dbsize()).isBetween(1L, 19L);
            }
        }
    }

    @Test
    void connection_isToOneNode_isToldWhatIsNeeded() {
        try (StatefulRedisConnection<String, String> node = nodes.get(0).connect()) {
            QuotaLedger ledger = RedisQuotaLedger.of(node);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            ledger.find("client-" + i);
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Cannot read the quota: the server is one of a cluster. Give the ledger a connection of"
                            + " RedisClusterClient (MOVED)");
        }
    }
}
