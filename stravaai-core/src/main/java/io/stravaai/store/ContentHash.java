package io.stravaai.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two texts from Strava are the same: the SHA-256 of their bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {

    private static final int DIGITS = 64;

    public ContentHash {
        if (!isHash(hex)) {
            throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal digits: '" + hex + "'");
        }
    }

    /** The hash of the text's UTF-8 bytes. */
    public static ContentHash of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of these bytes. */
    public static ContentHash of(byte[] bytes) {
        try {
            return new ContentHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }

    /** Without a regular expression, which would cost more than the hash of a short text. */
    private static boolean isHash(String hex) {
        return hex.length() == DIGITS && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
