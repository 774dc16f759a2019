package io.stravaai.internal.json;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An array of numbers without boxes, any of which may be null. Whole numbers of 32 bits take four bytes each. Immutable. */
public final class JsonNumbers {

    private final int @Nullable [] integers;
    private final double @Nullable [] doubles;
    private final int size;
    private final BitSet nulls;

    private JsonNumbers(int @Nullable [] integers, double @Nullable [] doubles, int size, BitSet nulls) {
        this.integers = integers;
        this.doubles = doubles;
        this.size = size;
        this.nulls = nulls;
    }

    static JsonNumbers read(JsonReader reader) throws IOException {
        Collector collector = new Collector();
        reader.beginArray();
        while (reader.hasNext()) {
            collector.addNumber(reader);
        }
        reader.endArray();
        return collector.numbers();
    }

    static JsonNumbers readPairs(JsonReader reader) throws IOException {
        Collector collector = new Collector();
        reader.beginArray();
        while (reader.hasNext()) {
            if (reader.peek() == JsonReader.Token.NULL) {
                reader.<Object>nextNull();
                collector.addNull();
                collector.addNull();
            } else {
                reader.beginArray();
                collector.addNumber(reader);
                collector.addNumber(reader);
                reader.endArray();
            }
        }
        reader.endArray();
        return collector.numbers();
    }

    static JsonNumbers readFlags(JsonReader reader) throws IOException {
        Collector collector = new Collector();
        reader.beginArray();
        while (reader.hasNext()) {
            if (reader.peek() == JsonReader.Token.NULL) {
                reader.<Object>nextNull();
                collector.addNull();
            } else {
                collector.add(reader.nextBoolean() ? 1 : 0);
            }
        }
        reader.endArray();
        return collector.numbers();
    }

    public int size() {
        return size;
    }

    public boolean isNull(int index) {
        checkIndex(index);
        return nulls.get(index);
    }

    /** The number; 0 for a null. */
    public double get(int index) {
        checkIndex(index);
        return integers != null ? integers[index] : doubles == null ? 0 : doubles[index];
    }

    private void checkIndex(int index) {
        Objects.checkIndex(index, size);
    }

    private static final class Collector {

        private double[] numbers = new double[64];
        private final BitSet nulls = new BitSet();
        private int size;
        private boolean integral = true;

        void addNumber(JsonReader reader) throws IOException {
            if (reader.peek() == JsonReader.Token.NULL) {
                reader.<Object>nextNull();
                addNull();
            } else if (reader.peek() == JsonReader.Token.NUMBER) {
                add(reader.nextDouble());
            } else {
                throw new JsonDataException("Expected a number at path " + reader.getPath());
            }
        }

        void addNull() {
            nulls.set(size);
            add(0);
        }

        void add(double number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            numbers[size++] = number;
            integral &= number == (int) number;
        }

        JsonNumbers numbers() {
            if (!integral) {
                return new JsonNumbers(null, Arrays.copyOf(numbers, size), size, nulls);
            }
            int[] integers = new int[size];
            for (int i = 0; i < size; i++) {
                integers[i] = (int) numbers[i];
            }
            return new JsonNumbers(integers, null, size, nulls);
        }
    }
}
