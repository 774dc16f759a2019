package io.stravaai.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured several times. */
public final class Figures {

    private final List<Double> figures = new ArrayList<>();

    public void add(double figure) {
        figures.add(figure);
        Collections.sort(figures);
    }

    /** The one in the middle; the greater one if there are two. */
    public double median() {
        return figures.get(figures.size() / 2);
    }

    /**
     * Median, lowest and highest.
     *
     * @param format of one figure, for {@link String#format}
     */
    public String toString(String format) {
        return String.format(
                format + " (" + format.replaceAll("%,?[0-9]*", "%,") + " to " + format.replaceAll("%,?[0-9]*", "%,")
                        + ")",
                median(),
                figures.get(0),
                figures.get(figures.size() - 1));
    }
}
