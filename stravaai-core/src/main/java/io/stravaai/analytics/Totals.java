package io.stravaai.analytics;

import java.util.Arrays;
import java.util.Objects;

/**
 * The sums over some sessions. Averages are made of sums, never of averages. Immutable.
 *
 * <p>The sum over no session is zero, because nobody trained; the average over none has no value. A sum over sessions of which
 * some lack the number is that of the others, and its coverage says how many; if all lack it there is none.
 */
public final class Totals {

    private static final String SUM = "sum";

    private static final int DISTANCE = 0;
    private static final int MOVING = 1;
    private static final int ELAPSED = 2;
    private static final int GAIN = 3;
    private static final int LOAD = 4;
    /** Distance and time of those sessions that have both. */
    private static final int PACED_DISTANCE = 5;

    private static final int PACED_MOVING = 6;
    /** Beats, and time, of those sessions that have both. */
    private static final int BEATS = 7;

    private static final int BEATEN_MOVING = 8;
    private static final int FIELDS = 9;

    private static final Totals NONE = new Totals(0, new double[FIELDS], new int[FIELDS]);

    private final int sessions;
    private final double[] sums;
    private final int[] counts;

    private Totals(int sessions, double[] sums, int[] counts) {
        this.sessions = sessions;
        this.sums = sums;
        this.counts = counts;
    }

    static Totals none() {
        return NONE;
    }

    static Totals of(Session session, Thresholds thresholds) {
        Totals totals = new Totals(1, new double[FIELDS], new int[FIELDS]);
        double distance = session.distance().orElse(Double.NaN);
        double moving = session.movingSeconds().orElse(Double.NaN);
        double rate = session.averageHeartRate().orElse(Double.NaN);
        totals.add(DISTANCE, distance);
        totals.add(MOVING, moving);
        totals.add(ELAPSED, session.elapsedSeconds().orElse(Double.NaN));
        totals.add(GAIN, session.elevationGain().orElse(Double.NaN));
        totals.add(LOAD, session.load(thresholds).orElse(Double.NaN));
        // Where none was recorded Strava says that the distance is zero.
        if (distance > 0 && !Double.isNaN(moving)) {
            totals.add(PACED_DISTANCE, distance);
            totals.add(PACED_MOVING, moving);
        }
        if (rate > 0 && !Double.isNaN(moving)) {
            totals.add(BEATS, rate * moving);
            totals.add(BEATEN_MOVING, moving);
        }
        return totals;
    }

    private void add(int field, double number) {
        if (!Double.isNaN(number)) {
            sums[field] += number;
            counts[field]++;
        }
    }

    Totals plus(Totals other) {
        double[] sum = sums.clone();
        int[] count = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.sums[i];
            count[i] += other.counts[i];
        }
        return new Totals(sessions + other.sessions, sum, count);
    }

    /** How many sessions there are. */
    public int sessions() {
        return sessions;
    }

    /** In metres. */
    public MetricValue distance() {
        return sum(DISTANCE, MetricUnit.METRES, MetricStatus.MISSING_DISTANCE);
    }

    /** In seconds. */
    public MetricValue movingTime() {
        return sum(MOVING, MetricUnit.SECONDS, MetricStatus.MISSING_TIME);
    }

    /** In seconds. */
    public MetricValue elapsedTime() {
        return sum(ELAPSED, MetricUnit.SECONDS, MetricStatus.MISSING_TIME);
    }

    /** In metres. */
    public MetricValue elevationGain() {
        return sum(GAIN, MetricUnit.METRES, MetricStatus.MISSING_ALTITUDE);
    }

    /** In points; see {@link Session#load(Thresholds)}, with the thresholds in force on each day. */
    public MetricValue load() {
        return sum(LOAD, MetricUnit.POINTS, MetricStatus.MISSING_DATA);
    }

    /** Distance by moving time, of the sessions that have both, in metres per second. */
    public MetricValue averageSpeed() {
        return ratio(PACED_DISTANCE, PACED_MOVING, MetricUnit.METRES_PER_SECOND, MetricStatus.MISSING_DISTANCE);
    }

    /** The average heart rate of the sessions that have one, weighted by their moving time. */
    public MetricValue averageHeartRate() {
        return ratio(BEATS, BEATEN_MOVING, MetricUnit.BEATS_PER_MINUTE, MetricStatus.MISSING_HR);
    }

    private MetricValue sum(int field, MetricUnit unit, MetricStatus missing) {
        int count = counts[field];
        if (sessions > 0 && count == 0) {
            return MetricValue.missing(missing, unit, SUM);
        }
        MetricValue sum = MetricValue.of(sums[field], unit, SUM);
        return sessions == 0 ? sum : sum.withCoverage((double) count / sessions);
    }

    private MetricValue ratio(int numerator, int denominator, MetricUnit unit, MetricStatus missing) {
        int count = counts[numerator];
        double divisor = sums[denominator];
        if (sessions == 0 || count == 0) {
            return MetricValue.missing(sessions == 0 ? MetricStatus.MISSING_DATA : missing, unit, "ratio-of-sums");
        }
        return divisor > 0
                ? MetricValue.of(sums[numerator] / divisor, unit, "ratio-of-sums")
                        .withCoverage((double) count / sessions)
                : MetricValue.missing(MetricStatus.TOO_SHORT, unit, "ratio-of-sums");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Totals that
                && sessions == that.sessions
                && Arrays.equals(sums, that.sums)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sessions, Arrays.hashCode(sums));
    }

    @Override
    public String toString() {
        return "Totals[" + sessions + " sessions]";
    }
}
