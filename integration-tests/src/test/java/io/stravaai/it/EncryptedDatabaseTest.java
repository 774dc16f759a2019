package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenStore;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.sync.SyncReport;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.TestClock;
import io.stravaai.test.TestSleeper;
import io.stravaai.test.TokenRotation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody finds who gets the database and not the key. */
class EncryptedDatabaseTest {

    /** What FakeStrava's tokens begin with. */
    private static final String TOKEN = "5ec2e75ec2e7";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void a_database_after_consent_adoption_refresh_and_sync_holds_no_token(Databases database) throws Exception {
        String url = database.newUrl(folder);
        JdbcStores stores = Databases.newStores(url);
        work(stores, EncryptedTokenStore.of(stores.tokens(), TokenCipher.aes("k", Map.of("k", new byte[32]))));

        assertThat(texts(url)).as("rows").isNotEmpty().noneMatch(text -> text.contains(TOKEN));
        assertThat(texts(url).stream().filter(text -> text.contains("encrypted:aes256gcm:k:")))
                .as("two athletes, and what the adoption left")
                .hasSize(3);
        assertThat(files()).as("files").noneMatch(bytes -> bytes.contains(TOKEN));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void the_same_without_encryption_holds_them(Databases database) throws Exception {
        String url = database.newUrl(folder);
        JdbcStores stores = Databases.newStores(url);
        work(stores, stores.tokens());

        assertThat(texts(url)).anyMatch(text -> text.contains(TOKEN));
        if (database == Databases.SQLITE) {
            assertThat(files()).anyMatch(bytes -> bytes.contains(TOKEN));
        }
    }

    private static void work(JdbcStores stores, TokenStore tokens) {
        TestClock clock = TestClock.at(World.START);
        FakeStrava strava = FakeStrava.builder()
                .clock(clock)
                .seed(7)
                .tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE)
                .build();
        FakeAthlete consents = strava.addAthlete();
        FakeAthlete adopted = strava.addAthlete();
        consents.generateHistory(World.START.minus(Duration.ofDays(100)), World.START, 20);
        StravaClient client = StravaClient.builder()
                .credentials(strava.credentials())
                .tokenStore(tokens)
                .quotaLedger(stores.quotaLedger())
                .clock(clock)
                .sleeper(TestSleeper.on(clock))
                .okHttp(strava.inProcess())
                .build();
        SyncEngine engine = SyncEngine.builder()
                .client(client)
                .store(stores.activities())
                .history(stores.history())
                .clock(clock)
                .build();
        String code = consents.consent(Set.of(Scope.READ, Scope.ACTIVITY_READ_ALL));
        client.oauth()
                .exchange(AuthorizationCallback.parse(
                        URI.create("http://localhost/?state=s&scope=read,activity:read_all&code=" + code), "s"));
        client.oauth().adopt(adopted.refreshToken());
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofHours(7));
            assertThat(engine.sync(consents.id()).status()).isEqualTo(SyncReport.Status.COMPLETE);
            engine.sync(adopted.id());
        }
        assertThat(strava.tokenRequests()).isGreaterThan(6);
    }

    /** Each row of each table as one text. */
    private static List<String> texts(String url) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = Databases.dataSource(url).getConnection()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found =
                    connection.getMetaData().getTables(null, null, "stravaai%", new String[] {"TABLE"})) {
                while (found.next()) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
            assertThat(tables).contains("stravaai_token", "stravaai_activity");
            for (String table : tables) {
                try (ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        StringBuilder text = new StringBuilder(table);
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            text.append(' ').append(rows.getString(i));
                        }
                        texts.add(text.toString());
                    }
                }
            }
        }
        return texts;
    }

    /** SQLite's, with its log. PostgreSQL keeps its elsewhere. */
    private List<String> files() throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
