package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.NoSuchElementException;

/** A stream of places, held without boxes. */
public final class LatLngStream extends ActivityStream {

    LatLngStream(JsonObject json) {
        super(json, json.pairs("data"));
    }

    @Override
    public int size() {
        return numbers.size() / 2;
    }

    @Override
    public boolean isNull(int index) {
        return numbers.isNull(2 * index) || numbers.isNull(2 * index + 1);
    }

    /**
     * Northern degrees.
     *
     * @throws NoSuchElementException if there is no measurement
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double latitude(int index) {
        return numbers.get(2 * present(index));
    }

    /**
     * Eastern degrees.
     *
     * @throws NoSuchElementException if there is no measurement
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double longitude(int index) {
        return numbers.get(2 * present(index) + 1);
    }

    /**
     * The place.
     *
     * @throws NoSuchElementException if there is no measurement
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public LatLng get(int index) {
        return new LatLng(latitude(index), longitude(index));
    }

    private int present(int index) {
        if (isNull(index)) {
            throw new NoSuchElementException("No measurement at " + index);
        }
        return index;
    }
}
