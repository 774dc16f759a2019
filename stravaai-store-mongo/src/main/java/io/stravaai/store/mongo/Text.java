package io.stravaai.store.mongo;

import io.stravaai.error.StoreException;

/** Text that BSON can hold, which is UTF-8: no half of a surrogate pair. A NUL is refused too, as some servers cannot index it. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /**
     * The text itself.
     *
     * @throws StoreException if it cannot be held; the driver would change it in silence
     */
    static String exact(String field, String text) {
        if (firstBad(text, 0) >= 0) {
            throw new StoreException(
                    "The value for field " + field + " holds a NUL or half a surrogate pair, which is not text",
                    false,
                    null);
        }
        return text;
    }

    /** The text, with U+FFFD in place of what cannot be held. */
    static String holdable(String text) {
        int bad = firstBad(text, 0);
        if (bad < 0) {
            return text;
        }
        StringBuilder fixed = new StringBuilder(text);
        while (bad >= 0) {
            fixed.setCharAt(bad, REPLACEMENT);
            bad = firstBad(fixed, bad + 1);
        }
        return fixed.toString();
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
