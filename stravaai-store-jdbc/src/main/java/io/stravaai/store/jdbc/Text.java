package io.stravaai.store.jdbc;

import io.stravaai.error.StoreException;
import org.jspecify.annotations.Nullable;

/** Text that a database can hold: no NUL, and no half of a surrogate pair. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /**
     * The text itself.
     *
     * @throws StoreException if the database cannot hold it; the drivers would change it or fail obscurely
     */
    static String exact(String column, String text) {
        if (firstBad(text, 0) >= 0) {
            throw new StoreException(
                    "The value for column " + column + " holds a NUL or half a surrogate pair, which is not text",
                    false,
                    null);
        }
        return text;
    }

    /** The text, with U+FFFD in place of what the database cannot hold. */
    static @Nullable String holdable(@Nullable String text) {
        int bad = text == null ? -1 : firstBad(text, 0);
        if (text == null || bad < 0) {
            return text;
        }
        StringBuilder fixed = new StringBuilder(text);
        while (bad >= 0) {
            fixed.setCharAt(bad, REPLACEMENT);
            bad = firstBad(fixed, bad + 1);
        }
        return fixed.toString();
    }

    /** How many bytes the text has in UTF-8 in a statement, where a driver puts a backslash before some characters. */
    static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '"' || c == '\'' || c == '\\';
            // Half of a pair has two of its four bytes.
            bytes += c < 0x80 ? (escaped ? 2 : 1) : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static int firstBad(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
