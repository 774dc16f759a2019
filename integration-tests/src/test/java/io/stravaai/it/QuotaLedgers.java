package io.stravaai.it;

import io.lettuce.core.RedisClient;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.redis.RedisQuotaLedger;
import io.stravaai.store.jdbc.JdbcStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** Ledgers that processes can share. */
enum QuotaLedgers {
    SQLITE {
        @Override
        String newUrl(Path folder) {
            return newDatabase(Databases.SQLITE, folder);
        }
    },
    POSTGRESQL {
        @Override
        String newUrl(Path folder) {
            return newDatabase(Databases.POSTGRESQL, folder);
        }
    },
    /** Its rows are told apart by the client id, which each test makes its own. */
    REDIS {
        @Override
        String newUrl(Path folder) {
            String own = System.getenv("STRAVAAI_TEST_REDIS_URL");
            return own == null || own.isBlank() ? "redis://127.0.0.1:" + Redis.PORT : own;
        }
    };

    /** Where an empty ledger is: what {@link #open} takes, in this process or another. */
    abstract String newUrl(Path folder);

    static QuotaLedger open(String url) {
        if (url.startsWith("redis")) {
            return RedisQuotaLedger.of(RedisClient.create(url).connect());
        }
        return JdbcStores.open(Databases.pool(url)).quotaLedger();
    }

    private static String newDatabase(Databases database, Path folder) {
        String url = database.newUrl(folder);
        Databases.newStores(url);
        return url;
    }

    /** One server for the JVM, which ends with it. */
    private static final class Redis {

        static final int PORT = start();

        private static int start() {
            int port = freePort();
            try {
                RedisServer.newRedisServer()
                        .port(port)
                        .setting("bind 127.0.0.1")
                        .setting("save \"\"")
                        .build()
                        .start();
                return port;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
