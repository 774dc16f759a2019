package io.stravaai.analytics;

/**
 * The time for a distance that a race over another one promises. Models differ, and the spread between them is part of the answer;
 * all of them suppose that the runner is trained for the longer distance. New ones may be added.
 */
public enum RacePrediction {
    /**
     * {@code T2 = T1 * (D2 / D1)^1.06}: Riegel 1981. From and to races of 1500 m and more, and to at most four times the distance; too
     * fast for most marathons.
     */
    RIEGEL {
        @Override
        double seconds(double metres, double seconds, double target) {
            return metres >= 1_500 && target >= 1_500 && target <= 4 * metres
                    ? seconds * Math.pow(target / metres, 1.06)
                    : Double.NaN;
        }
    },
    /**
     * {@code T2 = T1 * D2 / D1 * f(D1) / f(D2)} with {@code f(d) = 13.49681 - 0.000030363 d + 835.7114 / d^0.7905}: Cameron 1998. For
     * 800 m to 50 km.
     */
    CAMERON {
        @Override
        double seconds(double metres, double seconds, double target) {
            return metres >= 800 && metres <= 50_000 && target >= 800 && target <= 50_000
                    ? seconds * target / metres * cameron(metres) / cameron(target)
                    : Double.NaN;
        }
    },
    /** The time with the same {@link RunningMetrics#vdot}. For races of 3.5 to 240 minutes. */
    VDOT {
        @Override
        double seconds(double metres, double seconds, double target) {
            MetricValue vdot = RunningMetrics.vdot(metres, seconds);
            if (!vdot.isPresent()) {
                return Double.NaN;
            }
            double fast = target / 10;
            double slow = target / 0.8;
            for (int i = 0; i < 100; i++) {
                double middle = (fast + slow) / 2;
                if (RunningMetrics.vdotOf(target, middle) > vdot.get()) {
                    fast = middle;
                } else {
                    slow = middle;
                }
            }
            return RunningMetrics.vdot(target, fast).isPresent() ? fast : Double.NaN;
        }
    };

    abstract double seconds(double metres, double seconds, double target);

    /**
     * The predicted time in seconds.
     *
     * @param metres the distance of the race that was run
     * @param seconds its time
     * @param target the distance to predict
     * @return {@link MetricStatus#ESTIMATED}; {@link MetricStatus#IMPLAUSIBLE} outside of what the model holds for
     */
    public MetricValue predict(double metres, double seconds, double target) {
        double predicted = metres > 0 && seconds > 0 && target > 0 ? seconds(metres, seconds, target) : Double.NaN;
        MetricValue value = MetricValue.of(predicted, MetricUnit.SECONDS, name());
        return value.estimatedIf(true);
    }

    private static double cameron(double metres) {
        return 13.49681 - 0.000030363 * metres + 835.7114 / Math.pow(metres, 0.7905);
    }
}
