package io.stravaai.auth;

import io.stravaai.error.GrantUnreadableException;
import io.stravaai.error.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The cipher of {@link TokenCipher#aes}. */
final class AesTokenCipher implements TokenCipher {

    private static final String KEY_ID = "[A-Za-z0-9_.-]{1,64}";
    private static final Pattern TEXT = Pattern.compile("(aes256gcm:(" + KEY_ID + ")):([A-Za-z0-9_-]+)");

    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private static final String WAY_OUT =
            "; if it cannot be had again, delete the grant from the token store and ask the athlete for consent";

    private final String currentKeyId;
    private final SecretKey currentKey;
    private final Map<String, SecretKey> keys;
    private final RandomGenerator random;

    private AesTokenCipher(
            String currentKeyId, SecretKey currentKey, Map<String, SecretKey> keys, RandomGenerator random) {
        this.currentKeyId = currentKeyId;
        this.currentKey = currentKey;
        this.keys = keys;
        this.random = random;
    }

    static AesTokenCipher of(String currentKeyId, Map<String, byte[]> keys) {
        AesTokenCipher cipher = of(currentKeyId, keys, new SecureRandom());
        // A process that dies between Strava's answer and the store loses a grant, so nothing is loaded there.
        cipher.decrypt(cipher.encrypt("", ""), "");
        return cipher;
    }

    /**
     * For tests.
     *
     * @param random where initialization vectors come from
     */
    static AesTokenCipher of(String currentKeyId, Map<String, byte[]> keys, RandomGenerator random) {
        Map<String, SecretKey> copies = new TreeMap<>();
        keys.forEach((id, key) -> copies.put(requireId(id), key(id, key)));
        SecretKey currentKey = copies.get(requireId(currentKeyId));
        if (currentKey == null) {
            throw new IllegalArgumentException("The current key '" + currentKeyId + "' is not among the keys "
                    + copies.keySet() + "; give its 32 bytes too");
        }
        return new AesTokenCipher(currentKeyId, currentKey, copies, random);
    }

    private static String requireId(String id) {
        if (!id.matches(KEY_ID)) {
            // A key that stands where its id should be must not come into a log.
            throw new IllegalArgumentException("The id of a key has up to 64 letters, digits, '_', '.' and '-'; one of "
                    + id.length() + " characters is not of that form");
        }
        return id;
    }

    private static SecretKey key(String id, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key '" + id + "' has " + key.length + " bytes; AES-256 needs "
                    + KEY_BYTES + ", such as openssl rand -base64 32 gives before Base64");
        }
        return new SecretKeySpec(key, "AES");
    }

    @Override
    public String encrypt(String token, String context) {
        String header = "aes256gcm:" + currentKeyId;
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, currentKey, iv, header, context).doFinal(utf8(token));
            byte[] all = ByteBuffer.allocate(IV_BYTES + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .array();
            return header + ":" + base64(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-256 in Galois counter mode", e);
        }
    }

    @Override
    public String decrypt(String text, String context) {
        Matcher parts = TEXT.matcher(text);
        byte[] all = parts.matches() ? bytes(parts.group(3)) : null;
        if (all == null) {
            throw new GrantUnreadableException(
                    "The stored " + context + " is no text of this cipher: it was damaged, or another cipher made it"
                            + WAY_OUT,
                    null);
        }
        SecretKey key = keys.get(parts.group(2));
        if (key == null) {
            throw new GrantUnreadableException(
                    "The stored " + context + " is encrypted under the key '" + parts.group(2)
                            + "', which the cipher was not given: it has " + keys.keySet()
                            + ". Give it that key too" + WAY_OUT,
                    null);
        }
        try {
            byte[] iv = Arrays.copyOf(all, IV_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, iv, parts.group(1), context);
            return new String(cipher.doFinal(all, IV_BYTES, all.length - IV_BYTES), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new GrantUnreadableException(
                    "The stored " + context + " does not open with the key '" + parts.group(2)
                            + "': another key was once given under this id, or the text was changed or belongs to"
                            + " another row or column. Give the cipher the key of that time"
                            + WAY_OUT,
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-256 in Galois counter mode", e);
        }
    }

    /** Half a surrogate pair would come back as a question mark. */
    private static byte[] utf8(String token) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(token)) {
            throw new StoreException("A token holds half a surrogate pair, which is not text", false, null);
        }
        return token.getBytes(StandardCharsets.UTF_8);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv, String header, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD((header + ":" + context).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null if it is too short, or not what {@link #base64} makes: the decoder lets some changes of the last letter pass. */
    private static byte @Nullable [] bytes(String base64) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            return bytes.length >= IV_BYTES + TAG_BYTES && base64(bytes).equals(base64) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "AES-256-GCM[key " + currentKeyId + " of " + keys.keySet() + "]";
    }
}
