package io.stravaai.quota.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import redis.embedded.RedisServer;

/** The Redis of this JVM: one's own, if {@code STRAVAAI_TEST_REDIS_URL} names it, or one that is started. */
final class TestRedis {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestRedis() {}

    /** A connection to the server, which ends with the JVM. */
    static StatefulRedisConnection<String, String> connect() {
        return Holder.CLIENT.connect();
    }

    /** A beginning of keys that nobody else uses. */
    static String newPrefix() {
        return "stravaai-test:" + ProcessHandle.current().pid() + ":" + NUMBER.incrementAndGet() + ":";
    }

    /** A server without persistence that is not started yet. */
    static RedisServer newServer(int port) {
        try {
            return RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One whose bus, 10,000 above it, is a port too. */
    static int freePortForCluster() {
        while (true) {
            int port = freePort();
            if (port < 55_000) {
                return port;
            }
        }
    }

    private static final class Holder {

        static final RedisClient CLIENT = RedisClient.create(url());

        private static String url() {
            String own = System.getenv("STRAVAAI_TEST_REDIS_URL");
            if (own != null && !own.isBlank()) {
                return own;
            }
            int port = freePort();
            RedisServer server = newServer(port);
            try {
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "redis://127.0.0.1:" + port;
        }
    }
}
