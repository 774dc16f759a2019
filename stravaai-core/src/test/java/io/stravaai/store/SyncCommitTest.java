package io.stravaai.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncCommitTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final SyncState FIRST = SyncState.builder(ATHLETE, 1).build();

    @Test
    void commit_withAnActivityTwice_isRefused() {
        StoredActivity row = StoredActivity.builder(ATHLETE, ActivityId.of(7), "{}", Instant.EPOCH)
                .build();

        assertThatThrownBy(() -> SyncCommit.of(FIRST, List.of(row, row), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Activity 7 stands twice in one commit");
    }

    @Test
    void commit_withAQuarantinedElementTwice_isRefused() {
        QuarantinedActivity entry = QuarantinedActivity.of(ATHLETE, new byte[] {'{'}, "bad", Instant.EPOCH, null);

        assertThatThrownBy(() -> SyncCommit.first(FIRST, List.of(), List.of(entry, entry), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A quarantined element stands twice in one commit");
    }
}
