package io.stravaai.internal.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Made-up rows of one athlete, from 2023 on. */
final class Rows {

    static final AthleteId ATHLETE = AthleteId.of(7);
    static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");
    static final LocalDate TODAY = LocalDate.of(2024, 6, 1);

    private Rows() {}

    /** Applies these rows on top of what is stored. */
    static void commit(ActivityStore store, List<StoredActivity> rows) {
        SyncState state = store.syncState(ATHLETE).orElse(SyncState.initial(ATHLETE));
        SyncCommit commit = SyncCommit.of(state.next().build(), rows, List.of(), List.of());
        assertThat(store.commit(commit)).isEqualTo(CommitResult.COMMITTED);
    }

    static StoredActivity run(long id, int day, double distance) {
        return row(
                id,
                day,
                "\"sport_type\":\"Run\",\"distance\":" + distance + ",\"moving_time\":3000,\"average_heartrate\":150");
    }

    static StoredActivity ride(long id, int day) {
        return row(id, day, "\"sport_type\":\"Ride\",\"moving_time\":3600");
    }

    static StoredActivity row(long id, int day, String fields) {
        String start = LocalDate.of(2023, 1, 1).plusDays(day) + "T08:00:00Z";
        SummaryActivity activity = StravaJson.read(
                "{\"id\":" + id + ",\"start_date\":\"" + start + "\",\"start_date_local\":\"" + start + "\"," + fields
                        + "}",
                SummaryActivity.class);
        return StoredActivity.of(ATHLETE, activity, NOW);
    }
}
