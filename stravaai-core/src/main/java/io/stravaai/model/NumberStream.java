package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.NoSuchElementException;

/** A stream of numbers, held without boxes. */
public final class NumberStream extends ActivityStream {

    NumberStream(JsonObject json) {
        super(json, json.numbers("data"));
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
     * The measurement.
     *
     * @throws NoSuchElementException if it is null
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double get(int index) {
        if (numbers.isNull(index)) {
            throw new NoSuchElementException("No measurement at " + index);
        }
        return numbers.get(index);
    }

    /** All measurements in a new array, with this number in the place of nulls; {@code NaN} keeps them apart. */
    public double[] toArray(double forNull) {
        double[] array = new double[size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = isNull(i) ? forNull : numbers.get(i);
        }
        return array;
    }
}
