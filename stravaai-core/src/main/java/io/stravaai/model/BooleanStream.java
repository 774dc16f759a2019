package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.NoSuchElementException;

/** A stream of truth values, held without boxes. */
public final class BooleanStream extends ActivityStream {

    BooleanStream(JsonObject json) {
        super(json, json.flags("data"));
    }

    @Override
    public int size() {
        return numbers.size();
    }

    @Override
    public boolean isNull(int index) {
        return numbers.isNull(index);
    }

    /**
     * The value.
     *
     * @throws NoSuchElementException if there is none
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public boolean get(int index) {
        if (numbers.isNull(index)) {
            throw new NoSuchElementException("No measurement at " + index);
        }
        return numbers.get(index) != 0;
    }
}
