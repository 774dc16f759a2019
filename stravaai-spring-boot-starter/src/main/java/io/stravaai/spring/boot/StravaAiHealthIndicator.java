package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot.Count;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityStore;
import io.stravaai.sync.BackgroundReport;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** What the stores and the latest background sync of this node tell. */
final class StravaAiHealthIndicator extends AbstractHealthIndicator {

    private final StravaClient client;
    private final ActivityStore activities;
    private final @Nullable BackgroundRounds rounds;
    private final Clock clock;

    StravaAiHealthIndicator(
            StravaClient client, ActivityStore activities, @Nullable BackgroundRounds rounds, Clock clock) {
        super("StravaAI's stores cannot be read");
        this.client = client;
        this.activities = activities;
        this.rounds = rounds;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        activities.due(clock.instant(), 1);
        Count day = client.quota().count(QuotaBucket.READ, QuotaWindow.DAY);
        health.up().withDetail("readsToday", day.used()).withDetail("readsPerDay", day.limit());
        Optional<BackgroundReport> latest = rounds == null ? Optional.empty() : rounds.latest();
        latest.ifPresent(report -> health.withDetail("lastRun", report.end().name())
                .withDetail("lastRunFinishedAt", report.finishedAt().toString()));
        bar().ifPresent(failure -> health.outOfService().withDetail("reason", String.valueOf(failure.getMessage())));
    }

    /** Why Strava bars the application. A run that had nobody to sync knows nothing of that. */
    private Optional<Throwable> bar() {
        if (rounds == null) {
            return Optional.empty();
        }
        return rounds.reports().stream()
                .findFirst()
                .flatMap(report -> report.failure()
                        .filter(failure ->
                                failure instanceof AppInactiveException || failure instanceof InvalidClientException)
                        .filter(failure -> lasts(failure, report.failures().keySet())));
    }

    /** Until somebody who was refused has been synced, by whatever node. */
    private boolean lasts(Throwable failure, Set<AthleteId> refused) {
        return refused.stream()
                .flatMap(athlete -> activities.syncState(athlete).stream())
                .flatMap(state -> state.lastFailure().stream())
                .anyMatch(failure.getClass().getSimpleName()::equals);
    }
}
