package io.stravaai.analytics;

/** The single numbers of {@link ActivityMetrics}. New ones may be added. */
public enum Metric {
    /** In metres. */
    DISTANCE,
    /** In seconds. */
    MOVING_TIME,
    /** In seconds. */
    ELAPSED_TIME,
    /** Distance divided by moving time, in metres per second. */
    AVERAGE_SPEED,
    /** In metres. */
    ELEVATION_GAIN,
    /** {@link HeartRateMetrics#average}. */
    AVERAGE_HEART_RATE,
    /** {@link PowerMetrics#averagePower}. */
    AVERAGE_POWER,
    /** {@link PowerMetrics#normalizedPower}. */
    NORMALIZED_POWER,
    /** {@link PowerMetrics#xPower}. */
    X_POWER,
    /** {@link PowerMetrics#perKilogram} of normalized power. */
    NORMALIZED_POWER_PER_KILOGRAM,
    /** {@link PowerMetrics#intensityFactor} of normalized power. */
    INTENSITY_FACTOR,
    /** {@link PowerMetrics#variabilityIndex}. */
    VARIABILITY_INDEX,
    /** {@link PowerMetrics#work}. */
    WORK,
    /** {@link PowerMetrics#trainingStressScore} of normalized power. */
    TRAINING_STRESS_SCORE,
    /** {@link WPrimeBalance#lowest}, by {@link WPrimeBalance.Model#INTEGRAL}. */
    LOWEST_W_PRIME_BALANCE,
    /** {@link HeartRateMetrics#trimpBanister(Samples, Thresholds)}. */
    TRIMP_BANISTER,
    /** {@link HeartRateMetrics#trimpEdwards}. */
    TRIMP_EDWARDS,
    /** {@link HeartRateMetrics#trimpLucia}. */
    TRIMP_LUCIA,
    /** {@link HeartRateMetrics#heartRateStressScore}. */
    HEART_RATE_STRESS_SCORE,
    /** {@link RunningMetrics#gradeAdjustedSpeed} by {@link GradeModel#STRAVA}; runs and walks. */
    GRADE_ADJUSTED_SPEED,
    /** {@link RunningMetrics#normalizedGradedSpeed} by {@link GradeModel#STRAVA}; runs and walks. */
    NORMALIZED_GRADED_SPEED,
    /** {@link RunningMetrics#stressScore} of the normalized graded speed; runs. */
    RUNNING_STRESS_SCORE,
    /** {@link SwimmingMetrics#stressScore}; swims. */
    SWIMMING_STRESS_SCORE,
    /**
     * {@link EfficiencyMetrics#efficiencyFactor}: of normalized power for rides, of the normalized graded speed for runs, of the
     * average speed for swims.
     */
    EFFICIENCY_FACTOR,
    /** {@link EfficiencyMetrics#decoupling(Samples, EfficiencyMetrics.Output)}: of power for rides, of graded speed for runs. */
    DECOUPLING,
    /** {@link EfficiencyMetrics#heartRateDrift}, likewise. */
    HEART_RATE_DRIFT,
    /**
     * The load of the activity in points: for rides the training stress score, else the heart rate stress score, else the running or
     * swimming stress score, else what {@link Session#load(Thresholds)} estimates. The variant says which.
     */
    LOAD
}
