package io.stravaai.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void text_of_any_length_is_accepted_to_its_end() {
        for (String text : new String[] {"", "a", "1234567", "12345678", "123456789", "Läufe über 8 km", "跑步", "🏃"}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.endOfText(bytes)).as(text).isEqualTo(bytes.length);
        }
    }

    @Test
    void a_nul_is_found_at_every_place() {
        for (int place = 0; place < 20; place++) {
            byte[] bytes = "abcdefghijklmnopqrst".getBytes(StandardCharsets.UTF_8);
            bytes[place] = 0;
            assertThat(Utf8.endOfText(bytes)).isEqualTo(place);
        }
    }

    @Test
    void bytes_are_judged_as_by_the_decoder_of_the_jdk() {
        // Seed 5: few values, so that many draws are UTF-8.
        byte[] few = {'a', 'b', '"', (byte) 0xC3, (byte) 0xA4, (byte) 0xE8, (byte) 0xB7, (byte) 0xF0, (byte) 0x9F, 0};
        Random random = new Random(5);
        int good = 0;
        for (int draw = 0; draw < 200_000; draw++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = few[random.nextInt(random.nextBoolean() ? 5 : few.length)];
            }
            boolean expected = isText(bytes);
            assertThat(Utf8.endOfText(bytes) == bytes.length).isEqualTo(expected);
            good += expected ? 1 : 0;
        }
        assertThat(good).isBetween(10_000, 190_000);
    }

    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
