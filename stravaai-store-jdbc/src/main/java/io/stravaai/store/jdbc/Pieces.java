package io.stravaai.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts rows into pieces that fit into one statement each. */
final class Pieces {

    /** Well below what any server accepts by default, though a character may become several bytes. */
    private static final long LARGEST = 2 << 20;

    private Pieces() {}

    /**
     * The rows in their order, in pieces of 1, 2, 4 .. rows, so that there are few different statements for a driver or
     * server to remember. A row that is larger than a piece may be has one of its own.
     *
     * @param most how many rows a piece may have, a power of two
     */
    static <R> List<List<R>> of(List<R> rows, ToLongFunction<R> size, int most) {
        List<List<R>> pieces = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            int fitting = fitting(rows.subList(from, Math.min(rows.size(), from + most)), size);
            int to = from + Integer.highestOneBit(fitting);
            pieces.add(rows.subList(from, to));
            from = to;
        }
        return pieces;
    }

    /** How many of the rows fit together, at least one. */
    private static <R> int fitting(List<R> rows, ToLongFunction<R> size) {
        int count = 1;
        long total = size.applyAsLong(rows.get(0));
        while (count < rows.size() && (total += size.applyAsLong(rows.get(count))) <= LARGEST) {
            count++;
        }
        return count;
    }
}
