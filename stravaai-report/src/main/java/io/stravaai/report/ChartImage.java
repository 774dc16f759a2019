package io.stravaai.report;

import io.stravaai.analytics.ChartSeries;
import io.stravaai.report.internal.XChartPictures;
import java.util.List;
import java.util.Objects;

/**
 * A picture of lines, as SVG or PNG. Immutable; each call draws anew, with the fonts of the machine, and needs no display.
 *
 * <p>A gap in a line stays a gap; a point between two gaps is a dot. Lines of days have dates below, all others numbers. The same lines
 * make the same bytes on the same machine.
 */
public final class ChartImage {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int SMALLEST = 160;
    private static final int LARGEST = 8_000;

    private final String title;
    private final List<ChartSeries> series;
    private final int width;
    private final int height;
    private final boolean logarithmic;

    private ChartImage(String title, List<ChartSeries> series, int width, int height, boolean logarithmic) {
        this.title = Objects.requireNonNull(title, "title");
        this.series = List.copyOf(series);
        this.width = width;
        this.height = height;
        this.logarithmic = logarithmic;
    }

    /**
     * A picture of 900 by 420 pixels.
     *
     * @param series lines of the same unit, all of days or all of numbers; without any the picture is an empty frame
     * @throws IllegalArgumentException if some are of days and others are not
     */
    public static ChartImage of(String title, List<ChartSeries> series) {
        if (series.stream().map(ChartSeries::hasDays).distinct().count() > 1) {
            throw new IllegalArgumentException("Some series are of days and others are of numbers");
        }
        return new ChartImage(title, series, WIDTH, HEIGHT, false);
    }

    /**
     * The same, as large.
     *
     * @param width in pixels
     * @param height in pixels
     * @throws IllegalArgumentException if one of them is not from 160 to 8,000
     */
    public ChartImage size(int width, int height) {
        if (Math.min(width, height) < SMALLEST || Math.max(width, height) > LARGEST) {
            throw new IllegalArgumentException(
                    "Width and height must be from " + SMALLEST + " to " + LARGEST + ": " + width + ", " + height);
        }
        return new ChartImage(title, series, width, height, logarithmic);
    }

    /**
     * The same with a logarithmic x-axis, as is usual for curves of power and pace. Points at which x is not positive are left out.
     *
     * @throws IllegalArgumentException if the lines are of days
     */
    public ChartImage logarithmic() {
        if (series.stream().anyMatch(ChartSeries::hasDays)) {
            throw new IllegalArgumentException("Days have no logarithmic axis");
        }
        return new ChartImage(title, series, width, height, true);
    }

    /**
     * The picture as SVG.
     *
     * @throws IllegalStateException if the machine has no fonts
     */
    public String toSvg() {
        return pictures().svg();
    }

    /**
     * The picture as PNG.
     *
     * @throws IllegalStateException if the machine has no fonts
     */
    public byte[] toPng() {
        return pictures().png();
    }

    private XChartPictures pictures() {
        return new XChartPictures(title, series, width, height, logarithmic);
    }

    @Override
    public String toString() {
        return "ChartImage[" + width + " x " + height + ", " + series.size() + " series]";
    }
}
