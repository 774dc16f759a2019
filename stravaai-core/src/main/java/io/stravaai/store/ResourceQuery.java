package io.stravaai.store;

import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of an athlete's pending resources to list: newest start first, activities without a start last; then greatest id
 * first; then in the order of {@link ActivityResource}. Immutable.
 */
public final class ResourceQuery {

    private final AthleteId athlete;
    private final Instant now;
    private final Set<ActivityResource> resources;
    private final @Nullable String version;
    private final int limit;

    private ResourceQuery(
            AthleteId athlete, Instant now, Set<ActivityResource> resources, @Nullable String version, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        this.athlete = Objects.requireNonNull(athlete, "athlete");
        this.now = Objects.requireNonNull(now, "now");
        this.resources = resources;
        this.version = version;
        this.limit = limit;
    }

    /** The first 100 of all that are pending and whose {@link StoredResource#notBefore()} is not after {@code now}. */
    public static ResourceQuery of(AthleteId athlete, Instant now) {
        return new ResourceQuery(athlete, now, Set.of(ActivityResource.values()), null, 100);
    }

    /** Only these. */
    public ResourceQuery only(Set<ActivityResource> resources) {
        return new ResourceQuery(athlete, now, Set.copyOf(resources), version, limit);
    }

    /** Also those that are {@link ResourceStatus#FAILED} and were tried last by another version, whenever they are due. */
    public ResourceQuery orFailedWithOtherThan(String version) {
        return new ResourceQuery(athlete, now, resources, Objects.requireNonNull(version, "version"), limit);
    }

    /** At most so many. */
    public ResourceQuery limit(int limit) {
        return new ResourceQuery(athlete, now, resources, version, limit);
    }

    public AthleteId athlete() {
        return athlete;
    }

    public Instant now() {
        return now;
    }

    /** Which resources are wanted. */
    public Set<ActivityResource> resources() {
        return resources;
    }

    /** The version whose failures have to wait until they are due; empty if all have. */
    public Optional<String> version() {
        return Optional.ofNullable(version);
    }

    public int limit() {
        return limit;
    }
}
