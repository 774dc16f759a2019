package io.stravaai.auth;

import java.util.Map;

/**
 * Encrypts tokens before they are stored; see {@link EncryptedTokenStore}.
 *
 * <p>{@link #aes} needs nothing but keys. An application whose keys are in a key management service implements this
 * interface instead. It MUST be safe for many threads and MUST bind the context, as associated data or an encryption
 * context: a text that is presented with another context MUST NOT open. Its texts need to be short enough for the columns of
 * the store, and MUST NOT hold a NUL. The library decrypts two tokens before each request to Strava, so an implementation
 * that asks a service each time makes every call wait for it. Trouble that may pass MUST be thrown as a retryable
 * {@link io.stravaai.error.StoreException}, and no message may hold a token or a key.
 */
public interface TokenCipher {

    /**
     * The token as a text that only {@link #decrypt} opens.
     *
     * @param token may be empty
     * @param context what the token belongs to, in words, such as {@code access token of athlete 134815}. Not secret
     */
    String encrypt(String token, String context);

    /**
     * The token in a text that {@link #encrypt} made, under the present key or an older one.
     *
     * @param context the one that was encrypted with
     * @throws io.stravaai.error.GrantUnreadableException if the key is not at hand, or it is not that text, key or context
     */
    String decrypt(String text, String context);

    /**
     * AES-256 in Galois counter mode, from the JDK. The text is {@code aes256gcm:}, the id of the key, {@code :}, and in
     * Base64 for URLs a random 96-bit initialization vector, the encrypted token and the tag: for a token of Strava, of 40
     * characters, 102 and the id.
     *
     * <p>One key is good for 2^32 tokens: with more, two of the random vectors may well be the same, which gives both tokens
     * away. A refresh encrypts two, about five times a day for each athlete, so 100,000 athletes need a new key after ten
     * years.
     *
     * @param currentKeyId the key that encrypts from now on; the others only decrypt
     * @param keys each of exactly 32 random bytes, under an id of up to 64 letters, digits, {@code _}, {@code .} and {@code
     *     -}, which is stored with each token and must never come to mean another key. Copied
     * @throws IllegalArgumentException if the current key is missing, or a key or an id is not of that form
     */
    static TokenCipher aes(String currentKeyId, Map<String, byte[]> keys) {
        return AesTokenCipher.of(currentKeyId, keys);
    }
}
