package io.stravaai.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.quota.Lane;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneCeilingsTest {

    @Test
    void a_lane_that_is_left_out_keeps_its_default() {
        LaneCeilings ceilings = LaneCeilings.of(Map.of(Lane.BACKFILL, 0.4));

        assertThat(ceilings.share(Lane.BACKFILL)).isEqualTo(0.4);
        assertThat(ceilings.share(Lane.POLL)).isEqualTo(Lane.POLL.ceiling());
    }

    @Test
    void a_lane_may_use_as_much_as_the_one_before_it_but_not_more() {
        assertThat(LaneCeilings.of(Map.of(Lane.BACKFILL, 0.85)).share(Lane.BACKFILL))
                .isEqualTo(0.85);
        assertThatThrownBy(() -> LaneCeilings.of(Map.of(Lane.BACKFILL, 0.9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BACKFILL may use 0.9")
                .hasMessageContaining("POLL (0.85)");
        assertThatThrownBy(() -> LaneCeilings.of(Map.of(Lane.INTERACTIVE, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WEBHOOK may use 0.95")
                .hasMessageContaining("INTERACTIVE (0.5)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void what_is_no_share_is_refused_by_name(double share) {
        assertThatThrownBy(() -> LaneCeilings.of(Map.of(Lane.POLL, share)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("laneCeiling of POLL");
    }

    @Test
    void each_percentage_of_a_hundred_is_that_many_requests() {
        for (int percent = 1; percent <= 100; percent++) {
            assertThat(LaneCeilings.requests(percent / 100.0, 100)).isEqualTo(percent);
        }
    }

    @Test
    void a_part_of_a_request_is_a_request() {
        assertThat(LaneCeilings.requests(0.7, 1)).isEqualTo(1);
        assertThat(LaneCeilings.requests(0.705, 100)).isEqualTo(71);
        assertThat(LaneCeilings.requests(1e-12, 100)).isEqualTo(1);
    }
}
