package io.stravaai;

import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.EfficiencyScore;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The metrics of {@link io.stravaai.analytics}, computed from what a store holds. Strava is not asked. Thread-safe.
 *
 * <p>Results are kept in memory and are as fresh as the store: each call looks whether the rows they stand on are still the same,
 * and computes anew what is not. After a sync only what has changed is read again. Thresholds are asked for at each call, and what was
 * computed with others is not used.
 *
 * <p>Shows an athlete's data to whoever calls: whether they may see it is the application's to decide.
 */
public interface Analytics {

    /** A builder; {@code store} is required. */
    static AnalyticsBuilder builder() {
        return new AnalyticsBuilder();
    }

    /**
     * All metrics of an activity, with its streams if they are stored.
     *
     * @return empty if there is no such activity, it is marked deleted, or it is not known when it began
     * @throws io.stravaai.error.StoreException if a store fails
     */
    Optional<ActivityMetrics> activity(AthleteId athlete, ActivityId activity);

    /**
     * All sessions of an athlete, those marked deleted left out. The first call reads them all; later ones what has changed.
     *
     * @return without sessions if nothing is stored
     * @throws io.stravaai.error.StoreException if a store fails
     */
    TrainingHistory history(AthleteId athlete);

    /**
     * CTL, ATL and TSB of the {@link #history} up to a day, by {@link io.stravaai.analytics.LoadModel#standard()}. After a change only
     * the days from the changed one on are computed.
     *
     * @throws io.stravaai.error.StoreException if a store fails
     */
    LoadSeries load(AthleteId athlete, LocalDate today);

    /**
     * How efficient an activity was beside the comparable ones of the 90 days before. Computes the metrics of these.
     *
     * @return empty as {@link #activity}
     * @throws io.stravaai.error.StoreException if a store fails
     */
    Optional<EfficiencyScore> efficiency(AthleteId athlete, ActivityId activity);

    /**
     * The store of the builder, for the syncs of this process to write to: what they change is then known, and only that is read. It
     * passes everything on. What comes by other ways or from other processes is found by comparing all ids and hashes, which for
     * thousands of activities takes some tens of milliseconds.
     */
    ActivityStore store();

    /** Drops what is kept in memory of an athlete; belongs to {@link io.stravaai.store.ActivityStore#purge}. */
    void forget(AthleteId athlete);
}
