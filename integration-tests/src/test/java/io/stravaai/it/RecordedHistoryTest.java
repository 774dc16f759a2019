package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.quota.Lane;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncOptions;
import io.stravaai.sync.SyncReport;
import io.stravaai.sync.SyncReport.Status;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight years of a real athlete, recorded from Strava. */
class RecordedHistoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void all_1132_activities_are_stored_as_recorded_with_at_most_8_requests(Databases database) {
        FakeStrava strava = FakeStrava.builder().build();
        FakeAthlete athlete = strava.addAthleteFromPages(Recorded.pages());
        DataSource dataSource = Databases.dataSource(database.newUrl(folder));
        JdbcSchema.create(dataSource);
        JdbcStores stores = JdbcStores.open(dataSource);
        stores.tokens().put(athlete.id(), athlete.grant());
        try (FakeStravaServer server = strava.startServer();
                StravaClient client = StravaClient.builder()
                        .credentials(strava.credentials())
                        .tokenStore(stores.tokens())
                        .quotaLedger(stores.quotaLedger())
                        .apiUrl(server.apiUrl())
                        .oauthUrl(server.oauthUrl())
                        .build()) {
            SyncEngine engine = SyncEngine.builder()
                    .client(client)
                    .store(stores.activities())
                    .build();
            SyncOptions options = SyncOptions.defaults().withLane(Lane.INTERACTIVE);

            SyncReport first = engine.sync(athlete.id(), options);

            assertThat(first.status()).isEqualTo(Status.COMPLETE);
            assertThat(first.inserted()).isEqualTo(1132);
            assertThat(first.quarantined()).isZero();
            assertThat(first.requests()).isEqualTo(strava.requests(World.LIST)).isLessThanOrEqualTo(8);
            assertThat(World.storedRaw(stores.activities(), athlete.id()))
                    .containsExactlyInAnyOrderElementsOf(athlete.rawActivities());

            SyncReport second = engine.sync(athlete.id(), options);

            assertThat(second.requests()).isEqualTo(1);
            assertThat(second.inserted() + second.updated() + second.quarantined())
                    .isZero();
        }
        List<StoredActivity> oldest =
                stores.activities().list(ActivityQuery.of(athlete.id()).limit(2000));
        assertThat(oldest).hasSize(1132).allSatisfy(activity -> {
            assertThat(activity.name()).isPresent();
            assertThat(activity.sportType()).isPresent();
            assertThat(activity.startDate()).isPresent();
            assertThat(activity.startDateLocal()).isPresent();
            assertThat(activity.distance()).isPresent();
            assertThat(activity.movingTime()).isPresent();
        });
    }
}
