package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.SchemaException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.ResourceQuery;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2SchemaTest extends JdbcSchemaTests {

    H2SchemaTest() {
        super(JdbcDialect.H2);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newH2Memory();
    }

    @Override
    DataSource readOnly(DataSource database) {
        TestDatabases.execute(database, "CREATE USER reader PASSWORD ''", "GRANT SELECT ON SCHEMA PUBLIC TO reader");
        JdbcDataSource reader = new JdbcDataSource();
        // Only an administrator may set an option.
        reader.setUrl(((JdbcDataSource) database).getUrl().replaceFirst(";.*", ""));
        reader.setUser("reader");
        return reader;
    }

    @Test
    void verify_isolationThatLosesWrites_isRefused() {
        JdbcDataSource database = (JdbcDataSource) TestDatabases.newH2Memory();
        JdbcSchema.create(database);
        database.setUrl(
                database.getUrl() + ";INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");

        assertThatThrownBy(() -> JdbcStores.open(database))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("another isolation than READ COMMITTED");
    }

    @Test
    void open_inALanguageWithOtherSmallLetters_findsKeysAndIndexes() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            DataSource database = TestDatabases.newH2Memory();
            JdbcSchema.create(database);

            assertThat(JdbcStores.open(database).tokens().athletes(null, 10)).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_TO_UPPER=FALSE",
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=MariaDB"
            })
    void stores_inAnotherMode_findKeysAndIndexesAndTakeNoIds(String mode) {
        DataSource database = TestDatabases.newH2Memory(";" + mode);
        JdbcSchema.create(database);
        KnownQuery inASpan =
                KnownQuery.of(AthleteId.of(134815), List.of()).orStartedBetween(Instant.EPOCH, Instant.MAX);

        assertThat(JdbcStores.open(database).activities().known(inASpan)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOW", "HIGH"})
    void list_whereverTheDatabasePutsNulls_readsOnToTheEnd(String nulls) {
        DataSource database = TestDatabases.newH2Memory(";DEFAULT_NULL_ORDERING=" + nulls);
        JdbcSchema.create(database);
        JdbcStores stores = JdbcStores.open(database);
        AthleteId athlete = AthleteId.of(134815);
        StoredActivity undated = StoredActivity.builder(athlete, ActivityId.of(2), "{}", Instant.EPOCH)
                .build();
        StoredActivity dated = StoredActivity.builder(athlete, ActivityId.of(1), "{}", Instant.EPOCH)
                .startDate(Instant.EPOCH)
                .build();
        stores.activities()
                .commit(SyncCommit.of(
                        SyncState.initial(athlete).next().build(), List.of(undated, dated), List.of(), List.of()));
        stores.resources()
                .enqueue(List.of(
                        StoredResource.builder(athlete, undated.id(), ActivityResource.DETAIL, Instant.EPOCH)
                                .build(),
                        StoredResource.builder(athlete, dated.id(), ActivityResource.DETAIL, Instant.EPOCH)
                                .startDate(Instant.EPOCH)
                                .build()));

        ActivityQuery first = ActivityQuery.of(athlete).limit(1);
        assertThat(stores.activities().list(first))
                .extracting(StoredActivity::id)
                .containsExactly(dated.id());
        assertThat(stores.activities().list(first.after(dated)))
                .extracting(StoredActivity::id)
                .containsExactly(undated.id());
        assertThat(stores.resources().due(ResourceQuery.of(athlete, Instant.EPOCH)))
                .extracting(StoredResource::activity)
                .containsExactly(dated.id(), undated.id());
    }

    @Test
    void list_anyPage_isReadFromTheIndex() throws SQLException {
        DataSource database = TestDatabases.newH2Memory();
        JdbcSchema.create(database);

        assertThat(
                        plan(
                                database,
                                JdbcDialect.H2.fresh(
                                        "SELECT raw_json FROM stravaai_activity WHERE athlete_id = 1 AND start_date <= NOW()"
                                                + " AND (start_date < NOW() OR activity_id < 5)"
                                                + " ORDER BY athlete_id, start_date DESC NULLS LAST, activity_id DESC LIMIT 10")))
                .contains("STRAVAAI_ACTIVITY_NEWEST: ATHLETE_ID")
                .contains("AND START_DATE <=")
                .contains("index sorted");
    }

    private static String plan(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
