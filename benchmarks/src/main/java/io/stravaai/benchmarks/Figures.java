package io.stravaai.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured several times. */
final class Figures {

    private final List<Double> figures = new ArrayList<>();

    void add(double figure) {
        figures.add(figure);
        Collections.sort(figures);
    }

    double median() {
        return figures.get(figures.size() / 2);
    }

    /** Median, lowest and highest. */
    String toString(String format) {
        return String.format(
                format + " (" + format.replaceAll("%,?[0-9]*", "%,") + " to " + format.replaceAll("%,?[0-9]*", "%,")
                        + ")",
                median(),
                figures.get(0),
                figures.get(figures.size() - 1));
    }
}
