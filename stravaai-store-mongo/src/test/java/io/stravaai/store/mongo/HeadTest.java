package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadTest {

    private static final Head HEAD = new Head(7, 4, 2, Map.of());

    @Test
    void hasOnlyGrown_whereNothingWasLeftPendingSince() {
        assertThat(HEAD.hasOnlyGrownSince(HEAD)).isTrue();
        assertThat(HEAD.at(5, false).hasOnlyGrownSince(HEAD)).isTrue();
        assertThat(HEAD.at(5, true).at(6, false).hasOnlyGrownSince(HEAD)).isFalse();
    }

    /** A write that is sent again can begin the same life anew, after a purge. */
    @Test
    void hasNotGrown_whereTheVersionIsAnEarlierOneOrTheLifeAnother() {
        assertThat(new Head(7, 3, 2, Map.of()).hasOnlyGrownSince(HEAD)).isFalse();
        assertThat(new Head(8, 5, 2, Map.of()).hasOnlyGrownSince(HEAD)).isFalse();
    }
}
