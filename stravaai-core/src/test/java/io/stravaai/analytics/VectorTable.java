package io.stravaai.analytics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How far the library is from the reference numbers, metric by metric. */
final class VectorTable {

    static final VectorTable INSTANCE = new VectorTable();

    /** Prints the table once, after the last test of the run. */
    static final class Printer implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(VectorTable.class, key ->
                    (AutoCloseable) INSTANCE::print);
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** Collects the deviations of one metric from one source. */
    static final class Row {

        private final String metric;
        private final String source;
        private final String tolerance;
        private int checked;
        private int within;
        private double worst;
        private String worstCase = "";

        private Row(String metric, String source, String tolerance) {
            this.metric = metric;
            this.source = source;
            this.tolerance = tolerance;
        }

        /** One number. */
        Row check(String name, double expected, double actual, double tolerance) {
            checked++;
            double deviation = Math.abs(actual - expected);
            if (deviation <= tolerance) {
                within++;
            }
            double share = tolerance == 0 ? deviation : deviation / tolerance;
            if (!(share <= worst)) {
                worst = share;
                worstCase = name + ": " + expected + " expected, " + actual;
            }
            return this;
        }

        Row check(String name, boolean holds) {
            return check(name, 1, holds ? 1 : 0, 0);
        }

        boolean isGreen() {
            return checked > 0 && checked == within;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-34s %-34s %6d of %-6d %-18s %s",
                    metric,
                    source,
                    within,
                    checked,
                    tolerance,
                    isGreen() ? "" : "RED " + worstCase);
        }
    }

    Row row(String metric, String source, String tolerance) {
        return rows.computeIfAbsent(metric + source, key -> new Row(metric, source, tolerance));
    }

    void print() {
        if (rows.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.printf("%-34s %-34s %-16s %-18s%n", "Metric", "Source", "  within", "Tolerance");
        rows.values().forEach(System.out::println);
        long green = rows.values().stream().filter(Row::isGreen).count();
        int checked = rows.values().stream().mapToInt(row -> row.checked).sum();
        int within = rows.values().stream().mapToInt(row -> row.within).sum();
        System.out.printf(
                Locale.ROOT,
                "%d of %d rows green, %d of %d numbers within tolerance%n%n",
                green,
                rows.size(),
                within,
                checked);
    }
}
