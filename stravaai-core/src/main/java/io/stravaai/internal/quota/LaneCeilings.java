package io.stravaai.internal.quota;

import io.stravaai.quota.Lane;
import java.util.EnumMap;
import java.util.Map;

/** What share of each window's limit may be used when a request of a lane has been sent. Immutable. */
public final class LaneCeilings {

    /** What a product of a limit and a share may be off, so that 7 % of 100 are 7. */
    private static final double ROUNDING = 1e-9;

    private static final LaneCeilings DEFAULTS = new LaneCeilings(Map.of());

    private final Map<Lane, Double> shares = new EnumMap<>(Lane.class);

    private LaneCeilings(Map<Lane, Double> chosen) {
        for (Lane lane : Lane.values()) {
            shares.put(lane, chosen.getOrDefault(lane, lane.ceiling()));
        }
    }

    public static LaneCeilings defaults() {
        return DEFAULTS;
    }

    /**
     * These ceilings, and the default one for each lane that is left out.
     *
     * @throws IllegalArgumentException if a ceiling is none, or a lane's exceeds that of a lane before it
     */
    public static LaneCeilings of(Map<Lane, Double> chosen) {
        chosen.forEach(LaneCeilings::requireShare);
        LaneCeilings ceilings = new LaneCeilings(chosen);
        Lane[] lanes = Lane.values();
        for (int i = 1; i < lanes.length; i++) {
            double before = ceilings.share(lanes[i - 1]);
            double after = ceilings.share(lanes[i]);
            if (after > before) {
                throw new IllegalArgumentException("laneCeiling: " + lanes[i] + " may use " + after + ", more than "
                        + lanes[i - 1] + " (" + before + "), which comes before it");
            }
        }
        return ceilings;
    }

    public static void requireShare(Lane lane, double share) {
        // Written so that NaN is refused too.
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("laneCeiling of " + lane + " must be above 0 and at most 1: " + share);
        }
    }

    public double share(Lane lane) {
        return shares.getOrDefault(lane, lane.ceiling());
    }

    /** The requests that a lane may use of a limit; at least 1. */
    long requests(Lane lane, int limit) {
        return requests(share(lane), limit);
    }

    static long requests(double share, int limit) {
        return Math.max(1, (long) Math.ceil(limit * share - ROUNDING));
    }
}
