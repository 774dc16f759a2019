package io.stravaai.analytics;

/**
 * How much harder a slope makes running: the factor by which the speed has to be multiplied to get the speed on the flat at the
 * same effort. New ones may be added.
 */
public enum GradeModel {
    /**
     * The curve that Strava published in 2017, read off at 46 slopes from -40 to 34 % and linear between them; beyond it stays as
     * at the ends, but rises to 3.739 at 40 %. Downhill helps little: 0.875 at best, at -7 to -10 %.
     */
    STRAVA {
        @Override
        double relativeCost(double percent) {
            if (percent <= GRADES[0]) {
                return FACTORS[0];
            }
            int above = 1;
            while (above < GRADES.length - 1 && GRADES[above] < percent) {
                above++;
            }
            double share = Math.min(1, (percent - GRADES[above - 1]) / (GRADES[above] - GRADES[above - 1]));
            return FACTORS[above - 1] + share * (FACTORS[above] - FACTORS[above - 1]);
        }
    },
    /**
     * The energy cost of running measured by Minetti et al. 2002 (J Appl Physiol 93), relative to the flat: {@code (155.4 i^5 -
     * 30.4 i^4 - 43.3 i^3 + 46.3 i^2 + 19.5 i + 3.6) / 3.6} with the slope i from -0.45 to 0.45. Downhill it promises more than
     * runners get.
     */
    MINETTI {
        @Override
        double relativeCost(double percent) {
            double i = Math.max(-0.45, Math.min(0.45, percent / 100));
            return (((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6) / 3.6;
        }
    };

    private static final double[] GRADES = {
        -40, -34, -32, -30, -28, -26, -24, -22, -20, -18, -16, -14, -12, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1,
        2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 40
    };
    private static final double[] FACTORS = {
        1.937, 1.665, 1.59, 1.49, 1.4, 1.315, 1.24, 1.16, 1.085, 1.02, 0.965, 0.92, 0.885, 0.875, 0.875, 0.875, 0.875,
        0.885, 0.9, 0.91, 0.935, 0.95, 0.98, 1, 1.02, 1.05, 1.1, 1.14, 1.19, 1.24, 1.29, 1.35, 1.41, 1.48, 1.6, 1.77,
        1.93, 2.11, 2.28, 2.47, 2.645, 2.82, 2.985, 3.16, 3.32, 3.47, 3.739
    };

    abstract double relativeCost(double percent);

    /**
     * The factor at a slope.
     *
     * @param percent the slope, negative downhill
     */
    public double factor(double percent) {
        return relativeCost(percent);
    }
}
