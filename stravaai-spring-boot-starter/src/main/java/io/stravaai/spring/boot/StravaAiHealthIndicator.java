package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.error.AppInactiveException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot.Count;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncState;
import io.stravaai.sync.BackgroundReport;
import java.time.Clock;
import java.util.Optional;
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

    /** Why Strava bars the application, as the latest run knows that asked for somebody. */
    private Optional<Throwable> bar() {
        if (rounds == null) {
            return Optional.empty();
        }
        return rounds.reports().stream()
                .filter(report -> isBarred(report) || !report.reports().isEmpty())
                .findFirst()
                .filter(StravaAiHealthIndicator::isBarred)
                .filter(this::isNobodySyncedSince)
                .flatMap(BackgroundReport::failure);
    }

    private static boolean isBarred(BackgroundReport report) {
        return report.failure()
                .filter(failure -> failure instanceof AppInactiveException || failure instanceof InvalidClientException)
                .isPresent();
    }

    /** Whether all who were barred still are; any node may have synced one of them. */
    private boolean isNobodySyncedSince(BackgroundReport report) {
        Class<?> bar = report.failure().orElseThrow().getClass();
        return report.failures().entrySet().stream()
                .filter(failed -> failed.getValue().getClass().equals(bar))
                .allMatch(failed -> activities
                        .syncState(failed.getKey())
                        .flatMap(SyncState::lastFailure)
                        .filter(bar.getSimpleName()::equals)
                        .isPresent());
    }
}
