package io.stravaai.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.GrantUnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesTokenCipherTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
    private static final String CONTEXT = "refresh token of athlete 134815";
    private static final byte[] KEY = key(0);
    private static final byte[] NEW_KEY = key(32);

    /** Made with Python's cryptography; what was once stored must open for ever. */
    private static final String MADE_ELSEWHERE =
            "aes256gcm:2026-11:ZGVmZ2hpamtsbW5veCrsVU3cYKkGWz6KuQEPm3LzNDm_WcVFn-jNKpjHwC6k2HLzeCetM3pdTdpqCIzaGlhsImh5yW0";

    private final TokenCipher cipher = TokenCipher.aes("2026-11", Map.of("2026-11", KEY));

    @Test
    void text_thatAnotherProgramMade_opens() {
        assertThat(cipher.decrypt(MADE_ELSEWHERE, CONTEXT)).isEqualTo(TOKEN);
    }

    @Test
    void encrypt_withTheSameVector_makesWhatTheOtherProgramMade() {
        TokenCipher seeded = AesTokenCipher.of("2026-11", Map.of("2026-11", KEY), counting(100));

        assertThat(seeded.encrypt(TOKEN, CONTEXT)).isEqualTo(MADE_ELSEWHERE);
    }

    @Test
    void encrypt_isWhatTheJdkComputesFromItsVector() throws Exception {
        for (String token : new String[] {"", "a", TOKEN, "\u00E9 \uD83D\uDD11", "x".repeat(4000)}) {
            String text = cipher.encrypt(token, CONTEXT);
            byte[] all = Base64.getUrlDecoder().decode(text.substring("aes256gcm:2026-11:".length()));
            Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
            jdk.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(KEY, "AES"),
                    new GCMParameterSpec(128, Arrays.copyOf(all, 12)));
            jdk.updateAAD(("aes256gcm:2026-11:" + CONTEXT).getBytes(StandardCharsets.UTF_8));

            assertThat(Arrays.copyOfRange(all, 12, all.length))
                    .isEqualTo(jdk.doFinal(token.getBytes(StandardCharsets.UTF_8)));
            assertThat(cipher.decrypt(text, CONTEXT)).isEqualTo(token);
        }
    }

    @Test
    void encrypt_theSameTokenAgain_isAnotherText() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            texts.add(cipher.encrypt(TOKEN, CONTEXT));
        }

        assertThat(texts).hasSize(1000);
    }

    @Test
    void length_isAsDocumented() {
        assertThat(cipher.encrypt(TOKEN, CONTEXT)).hasSize(102 + "2026-11".length());
    }

    @Test
    void decrypt_anyBitFlipped_isRefused() {
        TokenCipher both = TokenCipher.aes("2026-11", Map.of("2026-11", KEY, "2026-10", KEY));
        byte[] text = both.encrypt("t", "c").getBytes(StandardCharsets.ISO_8859_1);
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] flipped = text.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> both.decrypt(new String(flipped, StandardCharsets.ISO_8859_1), "c"))
                    .as("bit %d", bit)
                    .isInstanceOf(GrantUnreadableException.class);
        }
    }

    @Test
    void decrypt_anyPartOfAText_isRefused() {
        String text = cipher.encrypt("t", "c");
        for (int from = 0; from < text.length(); from++) {
            for (int to = from; to <= text.length() - (from == 0 ? 1 : 0); to++) {
                String part = text.substring(from, to);
                assertThatThrownBy(() -> cipher.decrypt(part, "c")).isInstanceOf(GrantUnreadableException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refresh token of athlete 134816",
                "access token of athlete 134815",
                "refresh token of athlete -134815",
                ""
            })
    void decrypt_withAnotherContext_isRefused(String other) {
        String text = cipher.encrypt(TOKEN, CONTEXT);

        assertThatThrownBy(() -> cipher.decrypt(text, other))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageStartingWith(
                        "The stored " + other + " does not open with the key '2026-11': another key was once given")
                .hasMessageContaining("ask the athlete for consent");
    }

    @Test
    void decrypt_underAnOlderKey_opensUntilThatKeyIsTakenAway() {
        String text = cipher.encrypt(TOKEN, CONTEXT);
        TokenCipher rotated = TokenCipher.aes("2027-01", Map.of("2026-11", KEY, "2027-01", NEW_KEY));
        TokenCipher retired = TokenCipher.aes("2027-01", Map.of("2027-01", NEW_KEY));

        assertThat(rotated.decrypt(text, CONTEXT)).isEqualTo(TOKEN);
        assertThat(retired.decrypt(rotated.encrypt(TOKEN, CONTEXT), CONTEXT)).isEqualTo(TOKEN);
        assertThatThrownBy(() -> retired.decrypt(text, CONTEXT))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessage("The stored refresh token of athlete 134815 is encrypted under the key '2026-11', which the"
                        + " cipher was not given: it has [2027-01]. Give it that key too; if it cannot be had again,"
                        + " delete the grant from the token store and ask the athlete for consent");
    }

    @Test
    void decrypt_underAnotherKeyOfThatName_isRefused() {
        String text = cipher.encrypt(TOKEN, CONTEXT);
        TokenCipher other = TokenCipher.aes("2026-11", Map.of("2026-11", NEW_KEY));

        assertThatThrownBy(() -> other.decrypt(text, CONTEXT))
                .isInstanceOf(GrantUnreadableException.class)
                .hasMessageContaining("'2026-11'");
    }

    @Test
    void keys_areChecked() {
        for (int length : new int[] {0, 16, 31, 33, 64}) {
            assertThatThrownBy(() -> TokenCipher.aes("a", Map.of("a", new byte[length])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The key 'a' has " + length + " bytes; AES-256 needs 32");
        }
        assertThatThrownBy(() -> TokenCipher.aes("b", Map.of("a", KEY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The current key 'b' is not among the keys [a]; give its 32 bytes too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "\u00E9", "S2V5IHdoZXJlIGFuIGlkIHNob3VsZCBiZQ=="})
    void keyId_ofAnotherForm_isRefusedAndNotRepeated(String id) {
        assertThatThrownBy(() -> TokenCipher.aes(id, Map.of(id, KEY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The id of a key has up to 64 letters, digits, '_', '.' and '-'; one of " + id.length()
                        + " characters is not of that form");
        assertThatThrownBy(() -> TokenCipher.aes(id, Map.of("a", KEY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one of " + id.length() + " characters");
    }

    @Test
    void keys_changedAfterwards_areNotTheCiphers() {
        byte[] key = KEY.clone();
        TokenCipher own = TokenCipher.aes("2026-11", Map.of("2026-11", key));
        Arrays.fill(key, (byte) 0);

        assertThat(own.decrypt(MADE_ELSEWHERE, CONTEXT)).isEqualTo(TOKEN);
    }

    @Test
    void toString_namesKeysAndShowsNone() {
        TokenCipher rotated = TokenCipher.aes("b", Map.of("b", NEW_KEY, "a", KEY));

        assertThat(rotated).hasToString("AES-256-GCM[key b of [a, b]]");
    }

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        counting(first).nextBytes(key);
        return key;
    }

    /** Gives the bytes from this one on, in order. */
    private static RandomGenerator counting(int first) {
        return new RandomGenerator() {

            private int next = first;

            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) next++;
                }
            }

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("Only bytes are drawn");
            }
        };
    }
}
