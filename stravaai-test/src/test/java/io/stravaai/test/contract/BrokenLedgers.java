package io.stravaai.test.contract;

import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.InMemoryStores;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
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

    /** Compares texts as a database does that cares for neither case nor blanks at the end. */
    static final class FoldsClients extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new Renaming() {
                @Override
                String rename(String clientId) {
                    return clientId.stripTrailing().toLowerCase(Locale.ROOT);
                }
            };
        }
    }

    /** Ends a text at its first NUL. */
    static final class EndsTextsAtNul extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new Renaming() {
                @Override
                String rename(String clientId) {
                    int nul = clientId.indexOf(0);
                    return nul < 0 ? clientId : clientId.substring(0, nul);
                }
            };
        }
    }

    /** Has times to the millisecond. */
    static final class KeepsMilliseconds extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new ForwardingLedger(InMemoryStores.quotaLedger()) {
                @Override
                public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    Instant day = next.windowStart(QuotaWindow.DAY).truncatedTo(ChronoUnit.MILLIS);
                    return super.replace(clientId, expectedVersion, next.withWindowStart(QuotaWindow.DAY, day));
                }
            };
        }
    }

    /** Takes a write that was sent again for its own success. */
    static final class AcceptsTheSameTwice extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return new ForwardingLedger(InMemoryStores.quotaLedger()) {
                @Override
                public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    return super.replace(clientId, expectedVersion, next)
                            || find(clientId).equals(Optional.of(new Entry(expectedVersion + 1, next)));
                }
            };
        }
    }

    /** Repeats a write whose answer it lost, and takes its own success for somebody else's. */
    static final class ConflictsWithItself extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return InMemoryStores.quotaLedger();
        }

        @Override
        protected QuotaLedger withLostAnswers(QuotaLedger ledger) {
            return new ForwardingLedger(ledger) {
                @Override
                public boolean replace(String clientId, long expectedVersion, QuotaState next) {
                    return super.replace(clientId, expectedVersion, next)
                            && super.replace(clientId, expectedVersion, next);
                }
            };
        }
    }

    /** Answers nothing when it cannot know. */
    static final class IsSilentInTrouble extends QuotaLedgerContract {
        @Override
        protected QuotaLedger createLedger() {
            return InMemoryStores.quotaLedger();
        }

        @Override
        protected Optional<QuotaLedger> unreachableLedger() {
            return Optional.of(InMemoryStores.quotaLedger());
        }
    }

    private static class ForwardingLedger implements QuotaLedger {

        private final QuotaLedger ledger;

        ForwardingLedger(QuotaLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public Optional<Entry> find(String clientId) {
            return ledger.find(clientId);
        }

        @Override
        public boolean replace(String clientId, long expectedVersion, QuotaState next) {
            return ledger.replace(clientId, expectedVersion, next);
        }
    }

    private abstract static class Renaming extends ForwardingLedger {

        Renaming() {
            super(InMemoryStores.quotaLedger());
        }

        abstract String rename(String clientId);

        @Override
        public Optional<Entry> find(String clientId) {
            return super.find(rename(clientId));
        }

        @Override
        public boolean replace(String clientId, long expectedVersion, QuotaState next) {
            return super.replace(rename(clientId), expectedVersion, next);
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
