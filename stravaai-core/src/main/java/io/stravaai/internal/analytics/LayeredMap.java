package io.stravaai.internal.analytics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A few entries that have changed, over many that have not: a change copies only the few. Immutable. */
final class LayeredMap<K, V> {

    /** With more changes it is one layer again. */
    private static final int MAX_CHANGES = 500;

    private final Map<K, V> base;
    /** Empty where an entry was removed. */
    private final Map<K, Optional<V>> changes;

    private final int size;

    private LayeredMap(Map<K, V> base, Map<K, Optional<V>> changes, int size) {
        this.base = base;
        this.changes = changes;
        this.size = size;
    }

    /**
     * These entries.
     *
     * @param entries not to be written to from now on
     */
    static <K, V> LayeredMap<K, V> of(Map<K, V> entries) {
        return new LayeredMap<>(entries, Map.of(), entries.size());
    }

    /** This, with other values, and without the keys that have none. */
    LayeredMap<K, V> with(Map<K, Optional<V>> more) {
        Map<K, Optional<V>> changed = new HashMap<>(changes);
        changed.putAll(more);
        if (changed.size() > MAX_CHANGES) {
            Map<K, V> entries = new HashMap<>(base);
            changed.forEach(
                    (key, value) -> value.ifPresentOrElse(found -> entries.put(key, found), () -> entries.remove(key)));
            return of(entries);
        }
        int sized = size;
        for (Map.Entry<K, Optional<V>> entry : more.entrySet()) {
            sized += (entry.getValue().isPresent() ? 1 : 0) - (get(entry.getKey()) == null ? 0 : 1);
        }
        return new LayeredMap<>(base, changed, sized);
    }

    @Nullable
    V get(K key) {
        Optional<V> change = changes.get(key);
        return change == null ? base.get(key) : change.orElse(null);
    }

    /** The keys, in a new set. */
    Set<K> keys() {
        Set<K> keys = new HashSet<>(base.keySet());
        changes.forEach((key, value) -> {
            if (value.isPresent()) {
                keys.add(key);
            } else {
                keys.remove(key);
            }
        });
        return keys;
    }

    int size() {
        return size;
    }
}
