package io.stravaai.report;

import io.stravaai.analytics.ChartSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chart in SVG, inside of a figure. Colours are classes of the page's style sheet, so that they follow its scheme. Written while it
 * is called; {@link #end} is last, and describes in words what was drawn. Not thread-safe.
 */
final class Plot {

    /** Of a chart that has the page's width. */
    static final double WIDE = 720;
    /** Of one that has half of it. */
    static final double HALF = 400;

    private static final double LEFT = 50;
    private static final double RIGHT = 14;
    /** With room for the unit above the highest tick, and below the lowest, where letters are large on a phone. */
    private static final double TOP = 30;

    private static final double BOTTOM = 30;
    /** The line on which the unit stands, and the names of bands. */
    private static final double HEAD = 13;
    /** A label takes about so much, for each letter. */
    private static final double LETTER = 6.2;

    private record Entry(String style, String name) {}

    private final Markup out;
    private final Axis x;
    private final Axis y;
    private final double width;
    private final double height;
    private final List<Entry> legend = new ArrayList<>();
    /** What was drawn in each colour. */
    private final Map<String, Extremes> drawn = new LinkedHashMap<>();
    /** The names of lines, for colours that are not in the legend. */
    private final Map<String, String> names = new HashMap<>();

    private final List<String> labels = new ArrayList<>();
    private final String unit;

    /**
     * Begins a chart.
     *
     * @param title what it shows; also for those who cannot see it
     * @param unit of the y-axis
     */
    Plot(Markup out, String title, String unit, Axis x, Axis y, double width, double height) {
        this.out = out;
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
        this.unit = unit;
        out.line().open("figure").element("figcaption", title);
        out.open("svg", "viewBox", "0 0 " + number(width) + " " + number(height), "role", "img", "aria-label", title);
        grid();
        out.element("text", unit, "class", "unit", "x", "2", "y", number(HEAD));
    }

    private void grid() {
        for (Axis.Tick tick : y.ticks()) {
            String at = number(y(tick.at()));
            out.empty("line", "class", "grid", "x1", number(LEFT), "x2", number(width - RIGHT), "y1", at, "y2", at);
            out.element("text", tick.label(), "class", "tick y", "x", number(LEFT - 6), "y", number(y(tick.at()) + 4));
        }
        double free = 0;
        for (Axis.Tick tick : x.ticks()) {
            double at = x(tick.at());
            double half = tick.label().length() * LETTER / 2;
            double centre = Math.min(at, width - half);
            out.empty(
                    "line",
                    "class",
                    "notch",
                    "x1",
                    number(at),
                    "x2",
                    number(at),
                    "y1",
                    number(height - BOTTOM),
                    "y2",
                    number(height - BOTTOM + 4));
            // A label that has no room is left out; its notch stays.
            if (centre - half >= free - LETTER) {
                out.element(
                        "text",
                        tick.label(),
                        "class",
                        "tick x",
                        "x",
                        number(centre),
                        "y",
                        number(height - BOTTOM + 23));
                free = centre + half + 2 * LETTER;
            }
        }
    }

    private double x(double value) {
        return LEFT + x.share(value) * (width - LEFT - RIGHT);
    }

    private double y(double value) {
        return height - BOTTOM - y.share(value) * (height - TOP - BOTTOM);
    }

    /** A line, broken at gaps. A point between two gaps is a dot. */
    Plot line(ChartSeries series, String style) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < series.size(); i++) {
            boolean gap = Double.isNaN(series.y(i));
            if (!gap) {
                String point = number(x(series.x(i))) + " " + number(y(series.y(i)));
                path.append(pen ? "L" : "M").append(point);
                boolean alone = !pen && (i + 1 == series.size() || Double.isNaN(series.y(i + 1)));
                path.append(alone ? "l0 0" : "");
            }
            pen = !gap;
            drawn(style).add(series.x(i), series.y(i));
        }
        names.putIfAbsent(colour(style), series.name());
        out.empty("path", "class", "line " + style, "d", path.toString());
        return this;
    }

    private Extremes drawn(String style) {
        return drawn.computeIfAbsent(
                colour(style), key -> new Extremes(x.label(), value -> y.label().apply(value) + " " + unit));
    }

    /** The first class of a style is its colour. */
    private static String colour(String style) {
        return style.split(" ", 2)[0];
    }

    /** Fills between a line and zero; nothing at gaps. */
    Plot area(ChartSeries series, String style) {
        int from = 0;
        for (int i = 0; i <= series.size(); i++) {
            if (i == series.size() || Double.isNaN(series.y(i))) {
                if (i - from > 1) {
                    fill(series, from, i, style);
                }
                from = i + 1;
            }
        }
        return this;
    }

    private void fill(ChartSeries series, int from, int to, String style) {
        StringBuilder path = new StringBuilder("M" + number(x(series.x(from))) + " " + number(y(0)));
        for (int i = from; i < to; i++) {
            path.append("L").append(number(x(series.x(i)))).append(' ').append(number(y(series.y(i))));
        }
        path.append("L")
                .append(number(x(series.x(to - 1))))
                .append(' ')
                .append(number(y(0)))
                .append('Z');
        out.empty("path", "class", "area " + style, "d", path.toString());
    }

    /** Days that are set apart, with a name at their top. */
    Plot band(LocalDate from, LocalDate to, String name) {
        double begin = x(Math.max((double) from.toEpochDay(), x.min()));
        double end = x(Math.min((double) to.toEpochDay(), x.max()));
        out.empty(
                "rect",
                "class",
                "band",
                "x",
                number(begin),
                "y",
                number(TOP - 6),
                "width",
                number(Math.max(1, end - begin)),
                "height",
                number(height - TOP - BOTTOM + 6));
        double half = name.length() * LETTER / 2;
        // The unit stands at the left; on a phone letters are wider.
        double centre = Math.max(LEFT + 12 + 1.7 * half, Math.min((begin + end) / 2, width - 2 - 1.7 * half));
        out.element("text", name, "class", "note", "x", number(centre), "y", number(HEAD));
        return this;
    }

    /** A bar, with what is said of it when it is pointed at. */
    Plot bar(double left, double right, double bottom, double top, String style, String hint) {
        drawn(style).add(left, top - bottom);
        double begin = x(left);
        double width = Math.max(0.5, x(right) - begin);
        out.open(
                "rect",
                "class",
                "bar " + style,
                "x",
                number(begin),
                "y",
                number(y(top)),
                "width",
                number(width),
                "height",
                number(y(bottom) - y(top)));
        out.element("title", hint).close();
        return this;
    }

    /** A dot, with what is said of it when it is pointed at. */
    Plot dot(double atX, double atY, String style, String hint) {
        out.open("circle", "class", "dot " + style, "cx", number(x(atX)), "cy", number(y(atY)), "r", "3.5");
        out.element("title", hint).close();
        return this;
    }

    /** A name beside a point, above and to the right of it. */
    Plot label(double atX, double atY, String text) {
        labels.add(text);
        out.element("text", text, "class", "name", "x", number(x(atX) + 7), "y", number(y(atY) - 9));
        return this;
    }

    /** Says what a style means. */
    Plot legend(String style, String name) {
        legend.add(new Entry(style, name));
        return this;
    }

    void end() {
        out.element("desc", description()).close();
        legend(
                out,
                legend.stream().map(Entry::style).toList(),
                legend.stream().map(Entry::name).toList());
        out.close();
    }

    private String description() {
        Map<String, String> known = new HashMap<>(names);
        legend.forEach(entry -> known.put(entry.style(), entry.name()));
        List<String> parts = new ArrayList<>();
        drawn.forEach((colour, extremes) -> parts.add(known.getOrDefault(colour, "") + ": " + extremes));
        parts.addAll(labels);
        return String.join("; ", parts);
    }

    /** What styles mean, as a list. */
    static void legend(Markup out, List<String> styles, List<String> names) {
        if (!styles.isEmpty()) {
            out.open("ul", "class", "legend");
            for (int i = 0; i < styles.size(); i++) {
                out.open("li")
                        .element("span", "", "class", "key " + styles.get(i))
                        .text(names.get(i))
                        .close();
            }
            out.close();
        }
    }

    /** A coordinate, to a tenth. */
    static String number(double value) {
        double rounded = Math.rint(value * 10) / 10;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
