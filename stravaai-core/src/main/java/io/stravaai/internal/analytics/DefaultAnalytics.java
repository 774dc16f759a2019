package io.stravaai.internal.analytics;

import io.stravaai.Analytics;
import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.EfficiencyScore;
import io.stravaai.analytics.LoadSeries;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityStore;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Asks the caches, which ask the stores. */
public final class DefaultAnalytics implements Analytics {

    /** How far back {@link EfficiencyScore} looks. */
    private static final int COMPARABLE_DAYS = 90;

    private final ActivityCache activities;
    private final HistoryCache histories;
    private final ActivityStore store;

    public DefaultAnalytics(AnalyticsParts parts) {
        this.activities = new ActivityCache(parts);
        this.histories = new HistoryCache(parts, activities);
        this.store = new ObservedStore(parts.store(), histories::committed);
    }

    @Override
    public Optional<ActivityMetrics> activity(AthleteId athlete, ActivityId activity) {
        return activities.get(athlete, activity).map(ActivityCache.Computed::metrics);
    }

    @Override
    public TrainingHistory history(AthleteId athlete) {
        return histories.get(athlete).history();
    }

    @Override
    public LoadSeries load(AthleteId athlete, LocalDate today) {
        return histories.load(athlete, today);
    }

    @Override
    public Optional<EfficiencyScore> efficiency(AthleteId athlete, ActivityId activity) {
        return activity(athlete, activity).map(metrics -> {
            Session session = metrics.session();
            List<ActivityMetrics> others = history(athlete)
                    .between(session.day().minusDays(COMPARABLE_DAYS), session.day())
                    .only(session.sportGroup())
                    .sessions()
                    .stream()
                    .filter(other -> !other.id().equals(activity))
                    .flatMap(other -> activity(athlete, other.id()).stream())
                    .toList();
            return EfficiencyScore.of(metrics, others);
        });
    }

    @Override
    public ActivityStore store() {
        return store;
    }

    @Override
    public void forget(AthleteId athlete) {
        activities.forget(athlete);
        histories.forget(athlete);
    }
}
