package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariadbSchemaTest extends MysqlSchemaTests {

    private static final AthleteId ATHLETE = AthleteId.of(134815);

    MariadbSchemaTest() {
        super(JdbcDialect.MARIADB);
    }

    @Override
    String newUrl(String options) {
        return TestDatabases.newMariadbUrl(options);
    }

    @Test
    void commit_rowThatIsLargerThanAPacket_namesTheSettingAndStoresNothing() {
        String url = newUrl("");
        DataSource database = TestDatabases.ofUrl(url);
        JdbcSchema.create(database);
        TestDatabases.execute(database, "SET GLOBAL max_allowed_packet = 1048576");
        try {
            for (DataSource small : List.of(TestDatabases.byMariadbDriver(url), TestDatabases.byMysqlDriver(url))) {
                ActivityStore store = JdbcStores.open(small).activities();
                List<StoredActivity> rows = List.of(row(1, "{}"), row(2, "{\"x\":\"" + "x".repeat(3 << 20) + "\"}"));
                SyncState first = SyncState.initial(ATHLETE).next().build();

                assertThatThrownBy(() -> store.commit(SyncCommit.of(first, rows, List.of(), List.of())))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("max_allowed_packet")
                        .extracting(e -> ((StoreException) e).retryable())
                        .isEqualTo(false);
                assertThat(store.syncState(ATHLETE)).isEmpty();
                assertThat(store.list(ActivityQuery.of(ATHLETE))).isEmpty();
            }
        } finally {
            TestDatabases.execute(database, "SET GLOBAL max_allowed_packet = 268435456");
        }
    }

    @Test
    void instants_inAnyZoneOfSessionAndDriver_areTheSame() {
        String url = newUrl("");
        JdbcSchema.create(TestDatabases.ofUrl(url));
        Instant start = Instant.parse("2026-03-08T07:30:00.123456Z");
        // Among them an hour that is left out in one zone, and one that comes twice in another.
        List<DataSource> zones = List.of(
                TestDatabases.byMariadbDriver(url),
                TestDatabases.byMariadbDriver(url + "&timezone=+09:00"),
                TestDatabases.byMysqlDriver(url + "&connectionTimeZone=America/New_York"),
                TestDatabases.byMysqlDriver(
                        url + "&connectionTimeZone=%2B05:30&forceConnectionTimeZoneToSession=true"));
        long version = 0;
        for (DataSource writer : zones) {
            Instant written = start.plusSeconds(1800 * version);
            SyncState next = JdbcStores.open(writer)
                    .activities()
                    .syncState(ATHLETE)
                    .orElse(SyncState.initial(ATHLETE))
                    .next()
                    .nextDueAt(written)
                    .build();
            assertThat(JdbcStores.open(writer)
                            .activities()
                            .commit(SyncCommit.of(next, List.of(), List.of(), List.of())))
                    .isEqualTo(CommitResult.COMMITTED);
            for (DataSource reader : zones) {
                ActivityStore store = JdbcStores.open(reader).activities();
                assertThat(store.syncState(ATHLETE).flatMap(SyncState::nextDueAt))
                        .contains(written);
                assertThat(store.due(written, 1)).containsExactly(ATHLETE);
                assertThat(store.due(written.minusNanos(1000), 1)).isEmpty();
            }
            version++;
        }
    }

    private static StoredActivity row(long id, String json) {
        return StoredActivity.builder(ATHLETE, ActivityId.of(id), json, Instant.EPOCH)
                .build();
    }
}
