package io.stravaai.test.contract;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Deletes whatever version is there. */
    static final class DeletesAnyVersion extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public synchronized boolean delete(AthleteId athlete, long expectedVersion) {
                    return rows.remove(athlete) != null;
                }
            };
        }
    }

    /** Forgets the claim that a grant is replaced with. */
    static final class ForgetsTheClaim extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public Optional<StoredGrant> replace(
                        AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
                    return super.replace(athlete, expectedVersion, grant, null);
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

    /** Each process counts its own versions. */
    static final class CountsVersionsInTheProcess extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore();
        }

        @Override
        protected TokenStore secondInstance(TokenStore store) {
            return new LooseStore(((LooseStore) store).rows);
        }
    }

    /** Takes a write that was sent again for its own success. */
    static final class AcceptsTheSameTwice extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public Optional<StoredGrant> replace(
                        AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
                    return super.replace(athlete, expectedVersion, grant, claim)
                            .or(() -> find(athlete)
                                    .filter(stored -> stored.grant().equals(grant)
                                            && stored.claim().isEmpty()));
                }
            };
        }
    }

    /** Writes a grant that was deleted between the look and the write. */
    static final class BringsBackWhatIsDeleted extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            Window window = new Window(3);
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
                    StoredGrant next =
                            StoredGrant.of(athlete, nextVersion(athlete), grant == null ? found.grant() : grant, claim);
                    window.pass();
                    synchronized (this) {
                        StoredGrant now = rows.get(athlete);
                        if (now != null && now != found) {
                            return Optional.empty();
                        }
                        rows.put(athlete, next);
                        return Optional.of(next);
                    }
                }

                @Override
                public boolean delete(AthleteId athlete, long expectedVersion) {
                    boolean deleted = super.delete(athlete, expectedVersion);
                    window.pass();
                    return deleted;
                }
            };
        }
    }

    /** Repeats a write whose answer it lost, and takes its own success for somebody else's. */
    static final class ConflictsWithItself extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore();
        }

        @Override
        protected TokenStore withLostAnswers(TokenStore store) {
            LooseStore shared = (LooseStore) store;
            return new LooseStore(shared.rows) {
                @Override
                long nextVersion(AthleteId athlete) {
                    return shared.nextVersion(athlete);
                }

                @Override
                synchronized Optional<StoredGrant> write(
                        AthleteId athlete,
                        long expectedVersion,
                        @Nullable TokenGrant grant,
                        @Nullable RefreshClaim claim) {
                    super.write(athlete, expectedVersion, grant, claim);
                    return super.write(athlete, expectedVersion, grant, claim);
                }
            };
        }
    }

    /** Holds texts in a column that pads them, so that it trims what it reads. */
    static final class TrimsTexts extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new ReadingStore() {
                @Override
                StoredGrant read(StoredGrant row) {
                    TokenGrant grant = row.grant();
                    String access = grant.accessToken().stripTrailing();
                    return with(row, TokenGrant.of(access, grant.refreshToken(), grant.expiresAt(), grant.scopes()));
                }
            };
        }
    }

    /** Stores a question mark where there was no text. */
    static final class ReplacesWhatIsNoText extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new ReadingStore() {
                @Override
                StoredGrant read(StoredGrant row) {
                    TokenGrant grant = row.grant();
                    byte[] access = grant.accessToken().getBytes(StandardCharsets.UTF_8);
                    return with(
                            row,
                            TokenGrant.of(
                                    new String(access, StandardCharsets.UTF_8),
                                    grant.refreshToken(),
                                    grant.expiresAt(),
                                    grant.scopes()));
                }
            };
        }
    }

    /** Has times to the millisecond, though it answers what it was given. */
    static final class KeepsMilliseconds extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return truncating(ChronoUnit.MILLIS);
        }
    }

    /** Has times to the microsecond, as it may, but answers what it was given and not what is found afterwards. */
    static final class AnswersWhatItWasGiven extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return truncating(ChronoUnit.MICROS);
        }
    }

    /** Lists by the number of athletes that it has handed out. */
    static final class SkipsByCounting extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {

                private final Map<AthleteId, Integer> handedOut = new ConcurrentHashMap<>();

                @Override
                public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
                    Integer skip = after == null ? Integer.valueOf(0) : handedOut.get(after);
                    if (skip == null) {
                        return super.athletes(after, limit);
                    }
                    List<AthleteId> page = super.athletes(null, Integer.MAX_VALUE).stream()
                            .skip(skip)
                            .limit(limit)
                            .toList();
                    for (int i = 0; i < page.size(); i++) {
                        handedOut.put(page.get(i), skip + i + 1);
                    }
                    return page;
                }
            };
        }
    }

    /** Answers all athletes to a limit that is none. */
    static final class TakesANegativeLimit extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
                    return super.athletes(after, limit < 0 ? Integer.MAX_VALUE : limit);
                }
            };
        }
    }

    /** Answers nothing when it cannot know. */
    static final class IsSilentInTrouble extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore();
        }

        @Override
        protected Optional<TokenStore> unreachableStore() {
            return Optional.of(new LooseStore());
        }
    }

    /** Keeps no grant whose athlete is not known. */
    static final class DiscardsPlaceholders extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public StoredGrant put(AthleteId athlete, TokenGrant grant) {
                    StoredGrant stored = super.put(athlete, grant);
                    discard(athlete);
                    return stored;
                }

                @Override
                public Optional<StoredGrant> replace(
                        AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
                    Optional<StoredGrant> replaced = super.replace(athlete, expectedVersion, grant, claim);
                    discard(athlete);
                    return replaced;
                }

                private void discard(AthleteId athlete) {
                    if (athlete.value() < 0) {
                        rows.remove(athlete);
                    }
                }
            };
        }
    }

    /** Has a column of 100 characters for the owner of a claim. */
    static final class RefusesLongOwners extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore() {
                @Override
                public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
                    if (claim.owner().length() > 100) {
                        throw new StoreException("The value is too long", false, null);
                    }
                    return super.claim(athlete, expectedVersion, claim);
                }
            };
        }
    }

    /** Keeps everything in memory only. */
    static final class IsEmptyAfterARestart extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore();
        }

        @Override
        protected TokenStore reopened(TokenStore store) {
            return new LooseStore();
        }
    }

    /** Counts versions in memory, and begins anew with each start. */
    static final class CountsVersionsFromTheRestart extends TokenStoreContract {
        @Override
        protected TokenStore createStore() {
            return new LooseStore();
        }

        @Override
        protected TokenStore reopened(TokenStore store) {
            return new LooseStore(((LooseStore) store).rows);
        }
    }

    private static TokenStore truncating(ChronoUnit unit) {
        return new ReadingStore() {
            @Override
            StoredGrant read(StoredGrant row) {
                TokenGrant grant = row.grant();
                Instant expires = grant.expiresAt();
                boolean far = expires.equals(Instant.MIN) || expires.equals(Instant.MAX);
                return with(
                        row,
                        TokenGrant.of(
                                grant.accessToken(),
                                grant.refreshToken(),
                                far ? expires : expires.truncatedTo(unit),
                                grant.scopes()));
            }
        };
    }

    private static StoredGrant with(StoredGrant row, TokenGrant grant) {
        return StoredGrant.of(row.athlete(), row.version(), grant, row.claim().orElse(null));
    }

    /** Finds something else than it has answered. */
    private abstract static class ReadingStore extends LooseStore {

        abstract StoredGrant read(StoredGrant row);

        @Override
        public Optional<StoredGrant> find(AthleteId athlete) {
            return super.find(athlete).map(this::read);
        }
    }

    private static class LooseStore implements TokenStore {

        final ConcurrentSkipListMap<AthleteId, StoredGrant> rows;
        private final AtomicLong versions = new AtomicLong();

        LooseStore() {
            this(new ConcurrentSkipListMap<>());
        }

        LooseStore(ConcurrentSkipListMap<AthleteId, StoredGrant> rows) {
            this.rows = rows;
        }

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
        public Optional<StoredGrant> replace(
                AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
            return expectedVersion == 0 ? insert(athlete, grant, claim) : write(athlete, expectedVersion, grant, claim);
        }

        private synchronized Optional<StoredGrant> insert(
                AthleteId athlete, TokenGrant grant, @Nullable RefreshClaim claim) {
            if (rows.containsKey(athlete)) {
                return Optional.empty();
            }
            StoredGrant stored = StoredGrant.of(athlete, nextVersion(athlete), grant, claim);
            rows.put(athlete, stored);
            return Optional.of(stored);
        }

        @Override
        public synchronized boolean delete(AthleteId athlete, long expectedVersion) {
            StoredGrant found = rows.get(athlete);
            return found != null && found.version() == expectedVersion && rows.remove(athlete, found);
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
