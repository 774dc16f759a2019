package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * Lines in the shapes that charting libraries read, as JSON. A gap is {@code null} and stays a gap; units, variants and the number of
 * points go along.
 */
public enum ChartExport {
    /** A whole chart in Vega-Lite 6. What the lines are stands in {@code usermeta}. */
    VEGA_LITE {
        @Override
        String write(String title, List<ChartSeries> series) {
            boolean days = hasDays(series);
            StringBuilder json = new StringBuilder("{\"$schema\":\"https://vega.github.io/schema/vega-lite/v6.json\",");
            json.append("\"title\":")
                    .append(quoted(title))
                    .append(",\"width\":800,\"height\":300,\"data\":{\"values\":[");
            String comma = "";
            for (ChartSeries each : series) {
                for (int i = 0; i < each.size(); i++) {
                    json.append(comma).append("{\"x\":").append(x(each, i));
                    json.append(",\"y\":").append(number(each.y(i)));
                    json.append(",\"series\":").append(quoted(each.name())).append('}');
                    comma = ",";
                }
            }
            json.append("]},\"mark\":{\"type\":\"line\",\"invalid\":\"break-paths-show-domains\"},\"encoding\":{");
            json.append("\"x\":{\"field\":\"x\",\"type\":\"").append(days ? "temporal" : "quantitative");
            json.append("\",\"title\":null},\"y\":{\"field\":\"y\",\"type\":\"quantitative\",\"title\":");
            json.append(quoted(unit(series)))
                    .append("},\"color\":{\"field\":\"series\",\"type\":\"nominal\",\"title\":null}}");
            json.append(",\"usermeta\":{\"series\":").append(meta(series)).append("}}");
            return json.toString();
        }
    },
    /** The {@code data} and {@code options} of a line chart of Chart.js 4. */
    CHART_JS {
        @Override
        String write(String title, List<ChartSeries> series) {
            StringBuilder json = new StringBuilder("{\"type\":\"line\",\"data\":{\"datasets\":[");
            String comma = "";
            for (ChartSeries each : series) {
                json.append(comma).append("{\"label\":").append(quoted(each.name()));
                json.append(",\"spanGaps\":false,\"data\":[");
                for (int i = 0; i < each.size(); i++) {
                    json.append(i == 0 ? "" : ",").append("{\"x\":").append(x(each, i));
                    json.append(",\"y\":").append(number(each.y(i))).append('}');
                }
                json.append("]}");
                comma = ",";
            }
            json.append("]},\"options\":{\"parsing\":true,\"scales\":{\"x\":{\"type\":\"");
            json.append(hasDays(series) ? "time" : "linear").append("\"},\"y\":{\"title\":{\"display\":true,\"text\":");
            json.append(quoted(unit(series))).append("}}},\"plugins\":{\"title\":{\"display\":true,\"text\":");
            json.append(quoted(title))
                    .append("}}},\"series\":")
                    .append(meta(series))
                    .append('}');
            return json.toString();
        }
    },
    /** An option of Apache ECharts 5. Each line has its own points: without one at the x of another line it has no gap there. */
    E_CHARTS {
        @Override
        String write(String title, List<ChartSeries> series) {
            StringBuilder json = new StringBuilder("{\"title\":{\"text\":").append(quoted(title));
            json.append("},\"legend\":{},\"tooltip\":{\"trigger\":\"axis\"},\"xAxis\":{\"type\":\"");
            json.append(hasDays(series) ? "time" : "value").append("\"},\"yAxis\":{\"type\":\"value\",\"name\":");
            json.append(quoted(unit(series))).append("},\"series\":[");
            String comma = "";
            for (ChartSeries each : series) {
                json.append(comma).append("{\"type\":\"line\",\"name\":").append(quoted(each.name()));
                json.append(",\"connectNulls\":false,\"showSymbol\":false,\"data\":[");
                for (int i = 0; i < each.size(); i++) {
                    json.append(i == 0 ? "[" : ",[").append(x(each, i));
                    json.append(',').append(number(each.y(i))).append(']');
                }
                json.append("]}");
                comma = ",";
            }
            return json.append("],\"usermeta\":")
                    .append(meta(series))
                    .append('}')
                    .toString();
        }
    };

    abstract String write(String title, List<ChartSeries> series);

    /**
     * The chart as JSON.
     *
     * @param series lines with the same unit, either all with days or all with numbers; those without points may be any
     * @throws IllegalArgumentException if there is none, or they do not belong on the same axes
     */
    public String toJson(String title, List<ChartSeries> series) {
        if (series.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to draw");
        }
        ChartSeries first = axes(series);
        for (ChartSeries each : series) {
            if (each.size() > 0 && (each.hasDays() != first.hasDays() || each.unit() != first.unit())) {
                throw new IllegalArgumentException(
                        each.name() + " and " + first.name() + " do not belong on the same axes");
            }
        }
        return write(title, series);
    }

    /** The line that says what the axes are: the first with points, if there is one. */
    private static ChartSeries axes(List<ChartSeries> series) {
        return series.stream().filter(each -> each.size() > 0).findFirst().orElse(series.get(0));
    }

    private static boolean hasDays(List<ChartSeries> series) {
        return axes(series).hasDays();
    }

    private static String unit(List<ChartSeries> series) {
        return axes(series).unit().symbol();
    }

    private static String x(ChartSeries series, int index) {
        return series.hasDays() ? day(series.x(index)) : number(series.x(index));
    }

    /** With a time, because scripts take a day without one for UTC, and show the day before. */
    private static String day(double epochDay) {
        return "\"" + LocalDate.ofEpochDay((long) epochDay) + "T00:00:00\"";
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "null";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String meta(List<ChartSeries> series) {
        StringBuilder json = new StringBuilder("[");
        for (ChartSeries each : series) {
            json.append(json.length() == 1 ? "" : ",").append("{\"name\":").append(quoted(each.name()));
            json.append(",\"unit\":").append(quoted(each.unit().symbol()));
            json.append(",\"variant\":").append(quoted(each.variant()));
            json.append(",\"points\":").append(each.size());
            json.append(",\"originalPoints\":").append(each.originalSize());
            json.append(",\"missing\":").append(each.missing()).append('}');
        }
        return json.append(']').toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                // Also what would end a script in a page.
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
