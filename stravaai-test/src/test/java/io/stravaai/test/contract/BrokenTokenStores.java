package io.stravaai.test.contract;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The contract on token stores that each break one of its rules. */
final class BrokenTokenStores {

    private BrokenTokenStores() {}

    /** Counts versions in the row, which begins anew after a delete. */
    static final class ReusesVersions extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                long nextVersion(AthleteId athlete) {
                    return find(athlete).map(StoredGrant::version).orElse(0L) + 1;
                }
            };
        }
    }

    /** Writes over a row that somebody else changed between the look and the write. */
    static final class ChecksThenActs extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            Window window = new Window();
            return new LooseStore() {
                @Override
                Optional<StoredGrant> write(
                        AthleteId athlete,
                        long expectedVersion,
                        @Nullable TokenGrant grant,
                        @Nullable RefreshClaim claim) {
                    StoredGrant found = rows.get(athlete);
                    if (found == null || found.version() != expectedVersion) {
                        return Optional.empty();
                    }
                    window.pass();
                    StoredGrant next =
                            StoredGrant.of(athlete, nextVersion(athlete), grant == null ? found.grant() : grant, claim);
                    rows.put(athlete, next);
                    return Optional.of(next);
                }
            };
        }
    }

    /** Writes whatever version is there. */
    static final class IgnoresTheVersion extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                synchronized Optional<StoredGrant> write(
                        AthleteId athlete,
                        long expectedVersion,
                        @Nullable TokenGrant grant,
                        @Nullable RefreshClaim claim) {
                    return find(athlete).flatMap(found -> super.write(athlete, found.version(), grant, claim));
                }
            };
        }
    }

    /** Leaves the claim of a refresh that a fresh consent has overtaken. */
    static final class KeepsTheClaim extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public synchronized StoredGrant put(AthleteId athlete, TokenGrant grant) {
                    RefreshClaim claim =
                            find(athlete).flatMap(StoredGrant::claim).orElse(null);
                    StoredGrant stored = StoredGrant.of(athlete, nextVersion(athlete), grant, claim);
                    rows.put(athlete, stored);
                    return stored;
                }
            };
        }
    }

    private static class LooseStore implements TokenStore {

        final ConcurrentSkipListMap<AthleteId, StoredGrant> rows = new ConcurrentSkipListMap<>();
        private final AtomicLong versions = new AtomicLong();

        long nextVersion(AthleteId athlete) {
            return versions.incrementAndGet();
        }

        synchronized Optional<StoredGrant> write(
                AthleteId athlete, long expectedVersion, @Nullable TokenGrant grant, @Nullable RefreshClaim claim) {
            StoredGrant found = rows.get(athlete);
            if (found == null || found.version() != expectedVersion) {
                return Optional.empty();
            }
            StoredGrant next =
                    StoredGrant.of(athlete, nextVersion(athlete), grant == null ? found.grant() : grant, claim);
            rows.put(athlete, next);
            return Optional.of(next);
        }

        @Override
        public Optional<StoredGrant> find(AthleteId athlete) {
            return Optional.ofNullable(rows.get(athlete));
        }

        @Override
        public synchronized StoredGrant put(AthleteId athlete, TokenGrant grant) {
            StoredGrant stored = StoredGrant.of(athlete, nextVersion(athlete), grant, null);
            rows.put(athlete, stored);
            return stored;
        }

        @Override
        public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
            return write(athlete, expectedVersion, null, claim);
        }

        @Override
        public Optional<StoredGrant> replace(AthleteId athlete, long expectedVersion, TokenGrant grant) {
            return expectedVersion == 0 ? insert(athlete, grant) : write(athlete, expectedVersion, grant, null);
        }

        private synchronized Optional<StoredGrant> insert(AthleteId athlete, TokenGrant grant) {
            return rows.containsKey(athlete) ? Optional.empty() : Optional.of(put(athlete, grant));
        }

        @Override
        public synchronized boolean delete(AthleteId athlete) {
            return rows.remove(athlete) != null;
        }

        @Override
        public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
            return (after == null ? rows : rows.tailMap(after, false))
                    .keySet().stream()
                            .filter(athlete -> athlete.value() > 0)
                            .limit(limit)
                            .toList();
        }
    }
}
