package io.stravaai.examples.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;

/** The code of the README. */
final class ReadmeQuickstart {

    private ReadmeQuickstart() {}

    public static void main(String[] args) {
        // readme:begin
        var database = new HikariDataSource();
        database.setJdbcUrl("jdbc:sqlite:strava.db");
        JdbcSchema.create(database);
        var stores = JdbcStores.open(database);
        var client = StravaClient.builder()
                .credentials(ClientCredentials.fromEnv())
                .tokenStore(stores.tokens())
                .build();
        var connected = client.oauth().adopt(System.getenv("STRAVA_REFRESH_TOKEN"));
        var engine =
                SyncEngine.builder().client(client).store(stores.activities()).build();
        System.out.println(engine.sync(connected.athlete()));
        // The latest 100; limit(..) for more, after(activity) for those that follow.
        var activities = stores.activities().list(ActivityQuery.of(connected.athlete()));
        activities.forEach(activity -> System.out.println(activity.rawJson()));
        // readme:end
    }
}
