package io.stravaai.report.internal;

import io.stravaai.analytics.ChartSeries;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws with XChart. */
public final class XChartPictures {

    private static final Color INK = new Color(0x2b2b2a);
    private static final Color MUTED = new Color(0x6b6a66);
    private static final Color GRID = new Color(0xe4e3de);
    private static final Color[] LINES = {
        new Color(0x2a78d6),
        new Color(0xd9541e),
        new Color(0x14936a),
        new Color(0x6a55c8),
        new Color(0x8a8984),
        new Color(0xb0850f)
    };

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    /** Without the digits that binary fractions leave far behind the point. */
    private static final String NUMBER = "#,##0.###";

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final XYChart chart;

    public XChartPictures(String title, List<ChartSeries> series, int width, int height, boolean logarithmic) {
        requireFonts();
        this.chart = new XYChartBuilder()
                .title(printable(title))
                .width(width)
                .height(height)
                .yAxisTitle(series.isEmpty() ? "" : series.get(0).unit().symbol())
                .build();
        boolean days = !series.isEmpty() && series.get(0).hasDays();
        style(chart.getStyler(), days, logarithmic, series);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < series.size(); i++) {
            add(unique(printable(series.get(i).name()), names), series.get(i), LINES[i % LINES.length], logarithmic);
        }
    }

    /** Java says of a machine without fonts, as small containers are, nothing that would lead to them. */
    private static void requireFonts() {
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            graphics.getFontMetrics(FONT);
        } catch (RuntimeException | InternalError | LinkageError e) {
            throw new IllegalStateException(
                    "This machine has no fonts to draw with: install fontconfig and a font, in Debian the packages fontconfig and"
                            + " fonts-dejavu-core",
                    e);
        } finally {
            graphics.dispose();
        }
    }

    /** For tests: letters in a picture are outlines. */
    XYChart chart() {
        return chart;
    }

    /** As SVG. */
    public String svg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As PNG. */
    public byte[] png() {
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void style(XYStyler styler, boolean days, boolean logarithmic, List<ChartSeries> series) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(FONT.deriveFont(Font.BOLD, 14f));
        styler.setChartTitleBoxVisible(false);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setAxisTickLabelsFont(FONT);
        styler.setAxisTitleFont(FONT);
        styler.setXAxisTickLabelsColor(MUTED);
        styler.setYAxisTickLabelsColor(MUTED);
        styler.setAxisTicksLineVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(FONT);
        styler.setLegendVisible(series.size() > 1);
        styler.setLocale(Locale.ROOT);
        styler.setXAxisLogarithmic(logarithmic);
        styler.setXAxisTickMarkSpacingHint(110);
        styler.setXAxisDecimalPattern(NUMBER);
        styler.setYAxisDecimalPattern(NUMBER);
        if (days) {
            // XChart's ticks are at round numbers, which are no first days of months.
            styler.setxAxisTickLabelsFormattingFunction(day -> DAY.format(LocalDate.ofEpochDay(Math.round(day))));
        }
    }

    private void add(String name, ChartSeries series, Color colour, boolean logarithmic) {
        int size = 0;
        double[] x = new double[series.size()];
        double[] y = new double[series.size()];
        for (int i = 0; i < series.size(); i++) {
            if (!logarithmic || series.x(i) > 0) {
                x[size] = series.x(i);
                y[size++] = series.y(i);
            }
        }
        // XChart takes no series without a point.
        if (size == 0 || Arrays.stream(y, 0, size).allMatch(Double::isNaN)) {
            return;
        }
        XYSeries line = chart.addSeries(name, Arrays.copyOf(x, size), Arrays.copyOf(y, size));
        line.setLineColor(colour);
        line.setLineStyle(SeriesLines.SOLID);
        line.setLineWidth(2);
        line.setMarker(hasLonePoint(y, size) ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        line.setMarkerColor(colour);
    }

    /** A point between two gaps has no line, and would not be seen. */
    private static boolean hasLonePoint(double[] y, int size) {
        for (int i = 0; i < size; i++) {
            boolean before = i > 0 && !Double.isNaN(y[i - 1]);
            boolean after = i + 1 < size && !Double.isNaN(y[i + 1]);
            if (!Double.isNaN(y[i]) && !before && !after) {
                return true;
            }
        }
        return false;
    }

    /** XChart knows series by their names, of which none may be empty. */
    private static String unique(String name, Set<String> names) {
        String unique = name.isEmpty() ? " " : name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + " (" + i + ")";
        }
        return unique;
    }

    /** What XML cannot hold would spoil the SVG. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || (c >= 0xd800 && c < 0xe000) || (c & 0xfffe) == 0xfffe ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
