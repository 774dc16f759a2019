package io.stravaai.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Checks UTF-8, eight bytes at a time where it is ASCII. */
final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The position of the first byte that is zero or no UTF-8; the length if there is none. */
    static int endOfText(byte[] bytes) {
        int position = endOfAscii(bytes, 0);
        if (position == bytes.length) {
            return position;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        while (position < bytes.length && bytes[position] != 0) {
            // A character beyond ASCII has no byte of ASCII in it.
            int start = position;
            while (position < bytes.length && bytes[position] < 0) {
                position++;
            }
            try {
                decoder.decode(ByteBuffer.wrap(bytes, start, position - start));
            } catch (CharacterCodingException e) {
                return start;
            }
            position = endOfAscii(bytes, position);
        }
        return position;
    }

    /** The position of the first byte that is zero or beyond ASCII. */
    private static int endOfAscii(byte[] bytes, int start) {
        int position = start;
        // Of a zero the subtraction sets the high bit, or that of the byte above it.
        while (position <= bytes.length - Long.BYTES && isAsciiWithoutNul((long) LONGS.get(bytes, position))) {
            position += Long.BYTES;
        }
        while (position < bytes.length && bytes[position] > 0) {
            position++;
        }
        return position;
    }

    private static boolean isAsciiWithoutNul(long eightBytes) {
        return ((eightBytes | (eightBytes - ONES)) & HIGH_BITS) == 0;
    }
}
