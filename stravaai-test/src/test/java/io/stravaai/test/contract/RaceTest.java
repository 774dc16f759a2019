package io.stravaai.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.StoreException;
import org.junit.jupiter.api.Test;

class RaceTest {

    @Test
    void run_storeThatThrows_failsWithTheRuleItBroke() {
        StoreException lost = new StoreException("The transaction could not be serialized", true, null);

        assertThatThrownBy(() -> Race.run("a commit that is not the first is a CONFLICT", thread -> () -> {
                    throw lost;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a commit that is not the first is a CONFLICT")
                .hasMessageContaining("threw")
                .hasCause(lost);
    }

    @Test
    void run_stepsThatAnswer_answersInTheirOrder() {
        assertThat(Race.run("each answers", thread -> () -> thread))
                .hasSize(Race.THREADS)
                .isSorted();
    }
}
