package io.stravaai.store;

import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

final class InMemoryQuotaLedger implements QuotaLedger {

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public Optional<Entry> find(String clientId) {
        return Optional.ofNullable(entries.get(clientId));
    }

    @Override
    public boolean replace(String clientId, long expectedVersion, QuotaState next) {
        AtomicBoolean applied = new AtomicBoolean();
        entries.compute(clientId, (id, entry) -> {
            applied.set((entry == null ? 0 : entry.version()) == expectedVersion);
            return applied.get() ? new Entry(expectedVersion + 1, next) : entry;
        });
        return applied.get();
    }
}
