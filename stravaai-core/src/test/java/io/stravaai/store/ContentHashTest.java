package io.stravaai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void it_is_the_sha_256_of_the_utf_8_bytes() {
        assertThat(ContentHash.of("")).isEqualTo(new ContentHash(EMPTY)).hasToString(EMPTY);
        assertThat(ContentHash.of("é")).isEqualTo(ContentHash.of(new byte[] {(byte) 0xc3, (byte) 0xa9}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85\n"
            })
    void what_is_not_64_lower_case_digits_is_refused(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentHash(hex));
    }
}
