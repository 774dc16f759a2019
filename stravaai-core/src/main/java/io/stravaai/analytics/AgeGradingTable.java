package io.stravaai.analytics;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A table of age grading for one sex: open standards by distance, and factors by age and distance. The tables of USATF and WMA are not
 * part of this library; a host that may use them gives them. Immutable.
 *
 * <p>Between distances standards and factors are interpolated linearly; ages beyond the table are those at its ends.
 */
public final class AgeGradingTable {

    private static final String VARIANT = "age-grade";

    private final double[] metres;
    private final double[] standards;
    private final NavigableMap<Integer, double[]> factors;

    private AgeGradingTable(double[] metres, double[] standards, NavigableMap<Integer, double[]> factors) {
        this.metres = metres;
        this.standards = standards;
        this.factors = factors;
    }

    /**
     * A table.
     *
     * @param metres the distances, rising
     * @param standards the open standard of each distance, in seconds
     * @param factorsByAge for each age the factor of each distance
     * @throws IllegalArgumentException if there is nothing in it, lengths differ, distances do not rise, or a number is not positive
     */
    public static AgeGradingTable of(double[] metres, double[] standards, Map<Integer, double[]> factorsByAge) {
        NavigableMap<Integer, double[]> factors = new TreeMap<>();
        factorsByAge.forEach((age, row) -> factors.put(age, row.clone()));
        if (metres.length == 0 || factors.isEmpty()) {
            throw new IllegalArgumentException("A table needs distances and ages");
        }
        check(metres.length, standards);
        check(metres.length, metres);
        factors.values().forEach(row -> check(metres.length, row));
        for (int i = 1; i < metres.length; i++) {
            if (metres[i] <= metres[i - 1]) {
                throw new IllegalArgumentException("Distances must rise: " + Arrays.toString(metres));
            }
        }
        return new AgeGradingTable(metres.clone(), standards.clone(), factors);
    }

    private static void check(int length, double[] numbers) {
        if (numbers.length != length || !Arrays.stream(numbers).allMatch(number -> number > 0)) {
            throw new IllegalArgumentException("Not " + length + " positive numbers: " + Arrays.toString(numbers));
        }
    }

    /**
     * The time of the best of this age, in seconds: the open standard divided by the factor.
     *
     * @param age in years
     * @return {@link MetricStatus#IMPLAUSIBLE} for distances beyond the table
     */
    public MetricValue standard(int age, double distance) {
        if (!(distance >= metres[0] && distance <= metres[metres.length - 1])) {
            return MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.SECONDS, VARIANT);
        }
        int within = Math.max(factors.firstKey(), Math.min(factors.lastKey(), age));
        double[] row = factors.floorEntry(within).getValue();
        return MetricValue.of(at(standards, distance) / at(row, distance), MetricUnit.SECONDS, VARIANT);
    }

    /**
     * The age grade: {@link #standard} divided by the time. 1 is about a world record of the age; from 0.9 world class, from 0.8
     * national, from 0.7 regional, from 0.6 local class.
     *
     * @return {@link MetricStatus#IMPLAUSIBLE} if the time is not positive, or the distance beyond the table
     */
    public MetricValue grade(int age, double distance, double seconds) {
        return seconds > 0
                ? standard(age, distance).map(MetricUnit.RATIO, VARIANT, standard -> standard / seconds)
                : MetricValue.missing(MetricStatus.IMPLAUSIBLE, MetricUnit.RATIO, VARIANT);
    }

    private double at(double[] values, double distance) {
        int above = 0;
        while (metres[above] < distance) {
            above++;
        }
        if (metres[above] == distance) {
            return values[above];
        }
        double share = (distance - metres[above - 1]) / (metres[above] - metres[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }

    @Override
    public String toString() {
        return "AgeGradingTable[" + metres.length + " distances, ages " + factors.firstKey() + " to "
                + factors.lastKey() + "]";
    }
}
