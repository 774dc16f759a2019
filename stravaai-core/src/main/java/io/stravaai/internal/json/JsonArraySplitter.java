package io.stravaai.internal.json;

import io.stravaai.error.ResponseFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the elements of a JSON array without reading them, so that each keeps its bytes and a broken one does not take
 * its neighbours along.
 */
public final class JsonArraySplitter {

    private final byte[] json;
    private int position;

    private JsonArraySplitter(byte[] json) {
        this.json = json;
    }

    /**
     * The elements of the array, without the white space around them.
     *
     * @throws ResponseFormatException if the text is not one whole array
     */
    public static List<byte[]> split(byte[] json) {
        return new JsonArraySplitter(json).split();
    }

    private List<byte[]> split() {
        skipWhiteSpace();
        if (position == json.length || json[position] != '[') {
            throw new ResponseFormatException("Expected a JSON array, but the answer is something else", null);
        }
        position++;
        List<byte[]> elements = new ArrayList<>();
        skipWhiteSpace();
        if (position < json.length && json[position] == ']') {
            position++;
        } else {
            do {
                elements.add(element());
            } while (json[position++] == ',');
        }
        skipWhiteSpace();
        if (position != json.length) {
            throw new ResponseFormatException("Expected one JSON array, but more follows it", null);
        }
        return elements;
    }

    /** Leaves {@link #position} at the comma or bracket that ends the element. */
    private byte[] element() {
        skipWhiteSpace();
        int start = position;
        int depth = 0;
        while (position < json.length) {
            switch (json[position]) {
                case '"' -> skipString();
                case '{', '[' -> depth++;
                case '}' -> depth--;
                case ']', ',' -> {
                    if (depth <= 0) {
                        return Arrays.copyOfRange(json, start, endWithoutWhiteSpace(start));
                    }
                    if (json[position] == ']') {
                        depth--;
                    }
                }
                default -> {}
            }
            position++;
        }
        throw cutOff();
    }

    /** Leaves {@link #position} at the closing quote. */
    private void skipString() {
        position++;
        while (position < json.length && json[position] != '"') {
            position += json[position] == '\\' ? 2 : 1;
        }
        if (position >= json.length) {
            throw cutOff();
        }
    }

    private static ResponseFormatException cutOff() {
        return new ResponseFormatException("Expected a JSON array, but it ends before it is closed", null);
    }

    private int endWithoutWhiteSpace(int start) {
        int end = position;
        while (end > start && isWhiteSpace(json[end - 1])) {
            end--;
        }
        return end;
    }

    private void skipWhiteSpace() {
        while (position < json.length && isWhiteSpace(json[position])) {
            position++;
        }
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
