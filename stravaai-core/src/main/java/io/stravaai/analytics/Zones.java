package io.stravaai.analytics;

import io.stravaai.model.ZoneRange;
import io.stravaai.model.ZoneRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Zones of heart rate, power or speed, from the lowest to the highest: the bounds between them, and to which side a bound
 * belongs. The first zone begins at nothing, the last has no end. Immutable.
 *
 * <p>Unless its factory says otherwise a bound belongs to the zone below it: zone k is {@code low < x <= high}.
 */
public final class Zones {

    private final String name;
    private final double[] bounds;
    private final boolean boundAbove;

    private Zones(String name, double[] bounds, boolean boundAbove) {
        this.name = Objects.requireNonNull(name, "name");
        for (int i = 0; i < bounds.length; i++) {
            if (!Double.isFinite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
                throw new IllegalArgumentException("Bounds must rise: " + Arrays.toString(bounds));
            }
        }
        this.bounds = bounds;
        this.boundAbove = boundAbove;
    }

    /**
     * Zones between these bounds, one more than there are bounds.
     *
     * @param name which zones they are; becomes the variant of what is computed with them
     * @throws IllegalArgumentException if the bounds do not rise
     */
    public static Zones of(String name, double... bounds) {
        return new Zones(name, bounds.clone(), false);
    }

    /**
     * The zones that Strava has for the athlete. Where they overlap, as in the athlete's zones (0 to 111, 111 to 139), a bound
     * belongs to the zone above it; where they do not, as in those of an activity (0 to 116, 117 to 144), to the one below.
     *
     * @return empty if Strava's zones are not usable: fewer than two, without bounds, or not rising
     */
    public static Optional<Zones> ofStrava(ZoneRanges ranges) {
        List<ZoneRange> zones = ranges.zones();
        List<Double> bounds = new ArrayList<>();
        boolean overlap = true;
        for (int i = 0; i + 1 < zones.size(); i++) {
            if (zones.get(i).max().isEmpty() || zones.get(i + 1).min().isEmpty()) {
                return Optional.empty();
            }
            double max = zones.get(i).max().getAsDouble();
            overlap &= max == zones.get(i + 1).min().getAsDouble();
            bounds.add(max);
        }
        for (int i = 1; i < bounds.size(); i++) {
            if (bounds.get(i) <= bounds.get(i - 1)) {
                return Optional.empty();
            }
        }
        return bounds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Zones(
                        "strava",
                        bounds.stream().mapToDouble(Double::doubleValue).toArray(),
                        overlap));
    }

    /**
     * Five zones by the heart rate at the lactate threshold: bounds at 68, 83, 94 and 105 % of it (Coggan's).
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Zones byThresholdHeartRate(double lthr) {
        return shares("lthr-68-83-94-105", 0, lthr, 0.68, 0.83, 0.94, 1.05);
    }

    /**
     * Five zones by the reserve of the heart rate (Karvonen): bounds at {@code rest + p * (max - rest)} with p = 60, 70, 80
     * and 90 %.
     *
     * @throws IllegalArgumentException if max is not above rest
     */
    public static Zones byHeartRateReserve(double rest, double max) {
        return shares("karvonen-60-70-80-90", rest, max, 0.6, 0.7, 0.8, 0.9);
    }

    /**
     * Five zones by the maximal heart rate: bounds at 60, 70, 80 and 90 % of it.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Zones byMaxHeartRate(double max) {
        return shares("max-60-70-80-90", 0, max, 0.6, 0.7, 0.8, 0.9);
    }

    /**
     * Seven zones by FTP: bounds at 55, 75, 90, 105, 120 and 150 % of it (Coggan's levels).
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Zones byFtp(double ftp) {
        return shares("coggan-55-75-90-105-120-150", 0, ftp, 0.55, 0.75, 0.9, 1.05, 1.2, 1.5);
    }

    private static Zones shares(String name, double from, double to, double... shares) {
        if (!(to > from)) {
            throw new IllegalArgumentException(to + " is not above " + from);
        }
        return of(
                name,
                Arrays.stream(shares).map(share -> from + share * (to - from)).toArray());
    }

    /** Which zones they are. */
    public String name() {
        return name;
    }

    /** How many zones there are. */
    public int count() {
        return bounds.length + 1;
    }

    /** The bounds between the zones, one fewer than there are zones. */
    public List<Double> bounds() {
        return Arrays.stream(bounds).boxed().toList();
    }

    /** In which zone a value lies, from 1. */
    public int zoneOf(double value) {
        int zone = 0;
        while (zone < bounds.length && (boundAbove ? value >= bounds[zone] : value > bounds[zone])) {
            zone++;
        }
        return zone + 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Zones that
                && name.equals(that.name)
                && boundAbove == that.boundAbove
                && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, boundAbove, Arrays.hashCode(bounds));
    }

    @Override
    public String toString() {
        return "Zones[" + name + ", " + Arrays.toString(bounds) + "]";
    }
}
