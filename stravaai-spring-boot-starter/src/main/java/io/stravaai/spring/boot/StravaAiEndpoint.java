package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaSnapshot;
import io.stravaai.quota.QuotaWindow;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredSync;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.AthleteStatus;
import io.stravaai.sync.BackgroundReport;
import io.stravaai.sync.SyncReport;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Quota, who is due, and what was done. Strava is never asked; no token and nothing of an activity but counts is shown. */
@Endpoint(id = "stravaai")
final class StravaAiEndpoint {

    private static final int SHOWN_DUE = 50;
    private static final int SHOWN_SYNCS = 20;

    private final StravaClient client;
    private final SyncEngine engine;
    private final ActivityStore activities;
    private final @Nullable SyncHistory history;
    private final @Nullable BackgroundRounds rounds;
    private final Clock clock;

    StravaAiEndpoint(
            StravaClient client,
            SyncEngine engine,
            ActivityStore activities,
            @Nullable SyncHistory history,
            @Nullable BackgroundRounds rounds,
            Clock clock) {
        this.client = client;
        this.engine = engine;
        this.activities = activities;
        this.history = history;
        this.rounds = rounds;
        this.clock = clock;
    }

    /** The application as a whole. */
    @ReadOperation
    Map<String, Object> overview() {
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("quota", quota());
        Instant now = clock.instant();
        overview.put(
                "due",
                activities.due(now, SHOWN_DUE).stream()
                        .map(athlete -> status(engine.status(athlete)))
                        .toList());
        overview.put(
                "runsOfThisNode",
                rounds == null
                        ? List.of()
                        : rounds.reports().stream().map(StravaAiEndpoint::run).toList());
        return overview;
    }

    /** One athlete; null, which is answered by 404, for what is nobody's id. */
    @ReadOperation
    @Nullable
    Map<String, Object> athlete(@Selector long athleteId) {
        if (athleteId == 0) {
            return null;
        }
        AthleteId athlete = AthleteId.of(athleteId);
        Map<String, Object> shown = status(engine.status(athlete));
        shown.put(
                "quarantine",
                activities.quarantined(athlete).stream()
                        .map(StravaAiEndpoint::quarantined)
                        .toList());
        shown.put(
                "syncs",
                history == null
                        ? List.of()
                        : history.list(athlete, SHOWN_SYNCS).stream()
                                .map(StravaAiEndpoint::sync)
                                .toList());
        return shown;
    }

    private Map<String, Object> quota() {
        QuotaSnapshot snapshot = client.quota();
        Map<String, Object> quota = new LinkedHashMap<>();
        for (QuotaBucket bucket : QuotaBucket.values()) {
            Map<String, Object> windows = new LinkedHashMap<>();
            for (QuotaWindow window : QuotaWindow.values()) {
                QuotaSnapshot.Count count = snapshot.count(bucket, window);
                windows.put(key(window), Map.of("used", count.used(), "limit", count.limit()));
            }
            quota.put(key(bucket), windows);
        }
        return quota;
    }

    private static Map<String, Object> status(AthleteStatus status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("athlete", status.athlete().value());
        shown.put("known", status.isKnown());
        status.lastSyncedAt().ifPresent(at -> shown.put("lastSyncedAt", at.toString()));
        status.lag().ifPresent(lag -> shown.put("lagSeconds", lag.toSeconds()));
        status.nextDueAt().ifPresent(at -> shown.put("nextDueAt", at.toString()));
        shown.put("historyComplete", status.isHistoryComplete());
        shown.put("backfillPaused", status.isBackfillPaused());
        shown.put("withdrawn", status.isWithdrawn());
        shown.put("needsConsent", status.needsConsent());
        shown.put("failures", status.failures());
        status.lastFailure().ifPresent(failure -> shown.put("lastFailure", failure));
        shown.put("quarantined", status.quarantined());
        return shown;
    }

    private static Map<String, Object> run(BackgroundReport report) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("end", report.end().name());
        shown.put("startedAt", report.startedAt().toString());
        shown.put("finishedAt", report.finishedAt().toString());
        shown.put("synced", report.reports().size());
        shown.put("failed", report.failures().size());
        shown.put(
                "inserted",
                report.reports().stream().mapToInt(SyncReport::inserted).sum());
        shown.put(
                "updated",
                report.reports().stream().mapToInt(SyncReport::updated).sum());
        shown.put(
                "deleted",
                report.reports().stream().mapToInt(SyncReport::deleted).sum());
        shown.put(
                "requests",
                report.reports().stream().mapToInt(SyncReport::requests).sum());
        report.resumeAt().ifPresent(at -> shown.put("resumeAt", at.toString()));
        report.failure()
                .ifPresent(failure -> shown.put("failure", failure.getClass().getSimpleName()));
        return shown;
    }

    private static Map<String, Object> quarantined(QuarantinedActivity element) {
        Map<String, Object> shown = new LinkedHashMap<>();
        element.id().ifPresent(activity -> shown.put("activity", activity.value()));
        shown.put("observedAt", element.observedAt().toString());
        shown.put("reason", element.reason());
        return shown;
    }

    private static Map<String, Object> sync(StoredSync sync) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("startedAt", sync.startedAt().toString());
        shown.put("finishedAt", sync.finishedAt().toString());
        shown.put("complete", sync.isComplete());
        shown.put("inserted", sync.inserted());
        shown.put("updated", sync.updated());
        shown.put("deleted", sync.deleted());
        shown.put("requests", sync.requests());
        sync.failure().ifPresent(failure -> shown.put("failure", failure));
        return shown;
    }

    private static String key(Enum<?> constant) {
        String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return key.toString();
    }
}
