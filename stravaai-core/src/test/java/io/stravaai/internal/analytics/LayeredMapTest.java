package io.stravaai.internal.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayeredMapTest {

    @Test
    void it_is_the_map_to_which_the_same_was_done() {
        Random random = new Random(5);
        Map<Integer, Integer> plain = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            plain.put(i, i);
        }
        LayeredMap<Integer, Integer> layered = LayeredMap.of(new HashMap<>(plain));
        for (int round = 0; round < 300; round++) {
            Map<Integer, Optional<Integer>> changes = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                int key = random.nextInt(2_500);
                changes.put(key, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(round));
            }
            changes.forEach(
                    (key, value) -> value.ifPresentOrElse(found -> plain.put(key, found), () -> plain.remove(key)));
            LayeredMap<Integer, Integer> before = layered;
            int size = before.size();

            layered = layered.with(changes);

            assertThat(layered.keys()).isEqualTo(plain.keySet());
            assertThat(layered.size()).isEqualTo(plain.size());
            for (int key = 0; key < 2_500; key++) {
                assertThat(layered.get(key)).isEqualTo(plain.get(key));
            }
            assertThat(before.keys()).hasSize(size);
        }
    }
}
