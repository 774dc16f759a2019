package io.stravaai.benchmarks;

import io.stravaai.StravaClient;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.InMemoryStores;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** StravaAI's side of {@link ListBenchmark}, in a process of its own. */
final class ListBenchmarkClient {

    private static final AthleteId ATHLETE = AthleteId.of(1);

    private ListBenchmarkClient() {}

    public static void main(String[] args) {
        ListMeasurement measurement = new ListMeasurement(args);
        TokenStore tokens = InMemoryStores.tokens();
        tokens.put(ATHLETE, TokenGrant.of("access", "refresh", Instant.MAX, Set.of(Scope.ACTIVITY_READ_ALL)));
        try (StravaClient client = StravaClient.builder()
                .credentials(ClientCredentials.of("1", "secret"))
                .tokenStore(tokens)
                .apiUrl(URI.create(args[0]))
                .build()) {
            measurement.run(sum -> list(client, sum));
        }
    }

    private static int list(StravaClient client, Sum sum) {
        ActivityListRequest request = ActivityListRequest.latest();
        ToIntFunction<SummaryActivity> read = activity -> {
            ActivityFields.addTo(sum, activity);
            return 1;
        };
        try (Stream<SummaryActivity> activities = client.activities().list(ATHLETE, request).stream()) {
            return activities.mapToInt(read).sum();
        }
    }
}
