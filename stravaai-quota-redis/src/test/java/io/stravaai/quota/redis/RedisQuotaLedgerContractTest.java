package io.stravaai.quota.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.test.contract.QuotaLedgerContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisQuotaLedgerContractTest extends QuotaLedgerContract {

    private final String prefix = TestRedis.newPrefix();
    private StatefulRedisConnection<String, String> connection;
    private StatefulRedisConnection<String, String> otherConnection;

    @BeforeAll
    void connect() {
        connection = TestRedis.connect();
        otherConnection = TestRedis.connect();
    }

    @AfterEach
    void deleteRows() {
        // The clients of the contract.
        connection.sync().del(prefix + "12345", prefix + "client \uD83D\uDEB4");
    }

    @AfterAll
    void close() {
        connection.close();
        otherConnection.close();
    }

    @Override
    protected QuotaLedger createLedger() {
        return RedisQuotaLedger.of(connection).withKeyPrefix(prefix);
    }

    @Override
    protected QuotaLedger secondInstance(QuotaLedger ledger) {
        return RedisQuotaLedger.of(otherConnection).withKeyPrefix(prefix);
    }
}
