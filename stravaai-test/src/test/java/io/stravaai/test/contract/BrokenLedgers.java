package io.stravaai.test.contract;

import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The contract on ledgers that each break one of its rules. */
final class BrokenLedgers {

    private BrokenLedgers() {}

    /** Writes over a row that somebody else changed between the look and the write. */
    static final class ChecksThenActs extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            Window window = new Window();
            return new LooseLedger() {
                @Override
                public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    if (version(clientId) != expectedVersion) {
                        return false;
                    }
                    window.pass();
                    rows.put(clientId, new Entry(expectedVersion + 1, next));
                    return true;
                }
            };
        }
    }

    /** Writes whatever version is there. */
    static final class IgnoresTheVersion extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new LooseLedger() {
                @Override
                public synchronized boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    rows.put(clientId, new Entry(version(clientId) + 1, next));
                    return true;
                }
            };
        }
    }

    /** Forgets until when nothing may be sent. */
    static final class DropsTheBlock extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new LooseLedger() {
                @Override
                public synchronized boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    if (version(clientId) != expectedVersion) {
                        return false;
                    }
                    rows.put(clientId, new Entry(expectedVersion + 1, next.withBlockedUntil(null)));
                    return true;
                }
            };
        }
    }

    private abstract static class LooseLedger implements QuotaLedger {

        final Map<String, Entry> rows = new ConcurrentHashMap<>();

        @Override
        public Optional<Entry> find(String clientId) {
            return Optional.ofNullable(rows.get(clientId));
        }

        final long version(String clientId) {
            return find(clientId).map(Entry::version).orElse(0L);
        }
    }
}
