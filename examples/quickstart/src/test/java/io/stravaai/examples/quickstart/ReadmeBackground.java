package io.stravaai.examples.quickstart;

import io.stravaai.BackgroundSync;
import io.stravaai.SyncEngine;
import io.stravaai.auth.Authorization;
import io.stravaai.store.jdbc.JdbcStores;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The code of the README on syncing in the background. */
final class ReadmeBackground {

    private ReadmeBackground() {}

    static void run(SyncEngine engine, JdbcStores stores, Authorization connected) {
        // readme:begin
        var background = BackgroundSync.builder()
                .engine(engine)
                .store(stores.activities())
                .executor(Executors.newFixedThreadPool(4))
                .build();
        background.enroll(connected.athlete()); // once, when an athlete has connected
        var timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleWithFixedDelay(background::run, 0, 1, TimeUnit.MINUTES);

        // When a user opens the app: one request, if the last look is older than that.
        var report = engine.syncIfStale(connected.athlete(), Duration.ofMinutes(15));
        System.out.println(report.isPresent() + " " + engine.status(connected.athlete()));

        background.stop(Duration.ofSeconds(20)); // when the application ends, before its threads
        // readme:end
    }
}
