package io.stravaai.analytics;

import io.stravaai.analytics.Samples.Channel;

/** Metrics of time, way and height, from streams. For an activity of Strava's, its own fields are better where it has them. */
public final class MovementMetrics {

    private MovementMetrics() {}

    /**
     * Distance in metres: what was reached at the end, less jumps of the satellites, which are more than 25 m and faster than 144 km/h on
     * wheels, 45 on a run, 21.6 on a walk, 10.8 in water, or 216 in other sports.
     *
     * @return {@link MetricStatus#ESTIMATED} if there was a jump: how far the athlete went meanwhile is not known; {@link
     *     MetricStatus#MISSING_DISTANCE} without distance
     */
    public static MetricValue distance(Samples samples, SportGroup sport) {
        double[] distance = samples.channel(Channel.DISTANCE);
        if (distance == null) {
            return MetricValue.missing(MetricStatus.MISSING_DISTANCE, MetricUnit.METRES, "streams");
        }
        double reached = 0;
        double jumped = 0;
        double time = 0;
        for (int i = 0; i < distance.length; i++) {
            if (!Double.isNaN(distance[i])) {
                double way = distance[i] - reached;
                jumped += sport.isJump(way, samples.time(i) - time) ? way : 0;
                reached = distance[i];
                time = samples.time(i);
            }
        }
        return MetricValue.of(reached - jumped, MetricUnit.METRES, "streams").estimatedIf(jumped > 0);
    }

    /**
     * Moving time in seconds: the time between samples that are no pause apart, at a speed of at least 4 km/h for rides, 1.5 for runs,
     * walks and others, and 0.5 for swims. Strava's {@code moving_time} follows other rules and cannot be computed.
     *
     * @return {@link MetricStatus#MISSING_DISTANCE} without distance
     */
    public static MetricValue movingTime(Samples samples, SportGroup sport) {
        String variant = "speed-threshold";
        Moves moves = Moves.of(samples, sport.movingSpeed(), sport.maxSpeed());
        return moves == null
                ? MetricValue.missing(MetricStatus.MISSING_DISTANCE, MetricUnit.SECONDS, variant)
                : MetricValue.of(moves.totalSeconds(), MetricUnit.SECONDS, variant)
                        .withCoverage(samples.coverage(Channel.DISTANCE));
    }

    /**
     * Elevation gain in metres, by hysteresis of 3 m: as {@link #elevationGain(Samples, double)}. Strava's {@code
     * total_elevation_gain} corrects altitudes by other data and cannot be computed.
     */
    public static MetricValue elevationGain(Samples samples) {
        return elevationGain(samples, 3);
    }

    /**
     * Elevation gain in metres: what the altitude rises, counted whenever it is more than the hysteresis above the last height
     * that was counted; that height follows downwards likewise.
     *
     * @param hysteresis in metres: 3 suits GPS, 2 a barometer
     * @return {@link MetricStatus#ESTIMATED}, because it depends on the hysteresis; {@link MetricStatus#MISSING_ALTITUDE}
     * @throws IllegalArgumentException if the hysteresis is negative
     */
    public static MetricValue elevationGain(Samples samples, double hysteresis) {
        return climbed(samples, hysteresis, 1);
    }

    /**
     * Elevation loss in metres, counted as {@link #elevationGain(Samples, double)}.
     *
     * @param hysteresis in metres: 3 suits GPS, 2 a barometer
     * @return {@link MetricStatus#ESTIMATED}, because it depends on the hysteresis; {@link MetricStatus#MISSING_ALTITUDE}
     * @throws IllegalArgumentException if the hysteresis is negative
     */
    public static MetricValue elevationLoss(Samples samples, double hysteresis) {
        return climbed(samples, hysteresis, -1);
    }

    private static MetricValue climbed(Samples samples, double hysteresis, int direction) {
        if (!(hysteresis >= 0)) {
            throw new IllegalArgumentException("hysteresis must not be negative: " + hysteresis);
        }
        String variant = "hysteresis-" + hysteresis + "m";
        double[] altitude = samples.channel(Channel.ALTITUDE);
        if (altitude == null) {
            return MetricValue.missing(MetricStatus.MISSING_ALTITUDE, MetricUnit.METRES, variant);
        }
        double counted = Double.NaN;
        double sum = 0;
        for (double height : altitude) {
            if (Double.isNaN(height)) {
                continue;
            }
            double rise = direction * (height - counted);
            if (Double.isNaN(counted) || rise > hysteresis || rise < -hysteresis) {
                sum += rise > hysteresis ? rise : 0;
                counted = height;
            }
        }
        return MetricValue.of(sum, MetricUnit.METRES, variant)
                .withStatus(MetricStatus.ESTIMATED)
                .withCoverage(samples.coverage(Channel.ALTITUDE));
    }
}
