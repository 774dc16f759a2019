package io.stravaai.store;

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

final class InMemoryTokenStore implements TokenStore {

    private final ConcurrentSkipListMap<AthleteId, StoredGrant> grants = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();

    @Override
    public Optional<StoredGrant> find(AthleteId athlete) {
        return Optional.ofNullable(grants.get(athlete));
    }

    @Override
    public StoredGrant put(AthleteId athlete, TokenGrant grant) {
        StoredGrant stored = StoredGrant.of(athlete, versions.incrementAndGet(), grant, null);
        grants.put(athlete, stored);
        return stored;
    }

    @Override
    public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
        return compareAndSet(athlete, expectedVersion, null, claim);
    }

    @Override
    public Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
        if (expectedVersion == 0) {
            StoredGrant first = StoredGrant.of(athlete, versions.incrementAndGet(), grant, claim);
            return grants.putIfAbsent(athlete, first) == null ? Optional.of(first) : Optional.empty();
        }
        return compareAndSet(athlete, expectedVersion, grant, claim);
    }

    private Optional<StoredGrant> compareAndSet(
            AthleteId athlete, long expectedVersion, @Nullable TokenGrant grant, @Nullable RefreshClaim claim) {
        StoredGrant current = grants.get(athlete);
        if (current == null || current.version() != expectedVersion) {
            return Optional.empty();
        }
        StoredGrant next =
                StoredGrant.of(athlete, versions.incrementAndGet(), grant == null ? current.grant() : grant, claim);
        return grants.replace(athlete, current, next) ? Optional.of(next) : Optional.empty();
    }

    @Override
    public boolean delete(AthleteId athlete, long expectedVersion) {
        StoredGrant current = grants.get(athlete);
        return current != null && current.version() == expectedVersion && grants.remove(athlete, current);
    }

    @Override
    public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
        return (after == null ? grants : grants.tailMap(after, false))
                .keySet().stream()
                        .filter(athlete -> athlete.value() > 0)
                        .limit(limit)
                        .toList();
    }
}
