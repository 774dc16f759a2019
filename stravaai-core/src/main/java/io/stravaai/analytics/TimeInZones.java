package io.stravaai.analytics;

import java.util.Arrays;
import java.util.List;

/** How long an activity was in each zone. Immutable. */
public final class TimeInZones {

    private final MetricStatus status;
    private final Zones zones;
    private final double[] seconds;
    private final double coverage;

    private TimeInZones(MetricStatus status, Zones zones, double[] seconds, double coverage) {
        this.status = status;
        this.zones = zones;
        this.seconds = seconds;
        this.coverage = coverage;
    }

    /**
     * The time in each zone: the sum of the seconds for which samples with a measurement stand. A sample stands for the time
     * since the one before, a pause for nothing; time without measurement is in no zone.
     */
    static TimeInZones of(double[] values, double[] weights, double recorded, Zones zones) {
        double[] seconds = new double[zones.count()];
        double covered = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                seconds[zones.zoneOf(values[i]) - 1] += weights[i];
                covered += weights[i];
            }
        }
        return covered > 0
                ? new TimeInZones(MetricStatus.OK, zones, seconds, Math.min(1, covered / recorded))
                : missing(MetricStatus.TOO_SHORT, zones);
    }

    static TimeInZones missing(MetricStatus status, Zones zones) {
        return new TimeInZones(status, zones, new double[0], 0);
    }

    public MetricStatus status() {
        return status;
    }

    public Zones zones() {
        return zones;
    }

    /** The seconds in each zone, the lowest first; empty if {@link #status()} says that they are not known. */
    public List<Double> seconds() {
        return Arrays.stream(seconds).boxed().toList();
    }

    /** The share of the time with measurements, in each zone, from 0 to 1; empty if they are not known. */
    public List<Double> shares() {
        double total = Arrays.stream(seconds).sum();
        return Arrays.stream(seconds).map(second -> second / total).boxed().toList();
    }

    /** The share of the recorded time that has a measurement, from 0 to 1. */
    public double coverage() {
        return coverage;
    }

    @Override
    public String toString() {
        return "TimeInZones[" + zones.name() + ", " + status + ", " + Arrays.toString(seconds) + "]";
    }
}
