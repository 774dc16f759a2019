package io.stravaai.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which of an athlete's stored activities a sync wants to know: those with certain ids, and those that began within a
 * span of time and are not marked deleted. Immutable.
 */
public final class KnownQuery {

    private final AthleteId athlete;
    private final Set<ActivityId> ids;
    private final @Nullable Instant from;
    private final @Nullable Instant to;

    private KnownQuery(AthleteId athlete, Set<ActivityId> ids, @Nullable Instant from, @Nullable Instant to) {
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.ids = ids;
        this.from = from;
        this.to = to;
    }

    /** The activities with these ids, deleted or not. */
    public static KnownQuery of(AthleteId athlete, Collection<ActivityId> ids) {
        return new KnownQuery(athlete, Set.copyOf(new LinkedHashSet<>(ids)), null, null);
    }

    /** Also those that are not deleted and began at {@code from} or later, and at {@code to} or earlier. */
    public KnownQuery orStartedBetween(Instant from, Instant to) {
        return new KnownQuery(athlete, ids, Objects.requireNonNull(from, "from"), Objects.requireNonNull(to, "to"));
    }

    public AthleteId athlete() {
        return athlete;
    }

    public Set<ActivityId> ids() {
        return ids;
    }

    /** The earliest start of the span; empty if none is wanted. */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /** The latest start of the span; empty if none is wanted. */
    public Optional<Instant> to() {
        return Optional.ofNullable(to);
    }
}
