package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PiecesTest {

    @Test
    void pieces_ofSmallRows_arePowersOfTwoInOrder() {
        assertThat(Pieces.of(numbers(200), row -> 10, 128))
                .extracting(List::size)
                .containsExactly(128, 64, 8);
        assertThat(Pieces.of(numbers(200), row -> 10, 128).stream().flatMap(List::stream))
                .isEqualTo(numbers(200));
        assertThat(Pieces.of(numbers(3), row -> 10, 1)).extracting(List::size).containsExactly(1, 1, 1);
        assertThat(Pieces.of(List.<Integer>of(), row -> 10, 128)).isEmpty();
    }

    @Test
    void pieces_ofLargeRows_areNoLargerThanOneStatementMayBe() {
        long third = 700_000;
        assertThat(Pieces.of(numbers(7), row -> third, 128))
                .extracting(List::size)
                .containsExactly(2, 2, 2, 1);
    }

    @Test
    void pieces_aRowThatIsTooLarge_isAlone() {
        assertThat(Pieces.of(numbers(5), row -> row == 2 ? 32L << 20 : 10, 128))
                .containsExactly(List.of(0, 1), List.of(2), List.of(3, 4));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
