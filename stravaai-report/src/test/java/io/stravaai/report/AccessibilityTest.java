package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** By the Web Content Accessibility Guidelines 2.2. */
class AccessibilityTest {

    private static final Page PAGE = page();

    private static Page page() {
        List<Session> sessions = new ArrayList<>(Histories.years(3));
        Session run = Histories.run(9_001, Histories.TODAY.minusDays(10));
        Session ride = Histories.ride(9_002, Histories.TODAY.minusDays(3));
        sessions.add(run);
        sessions.add(ride);
        return Page.of(HtmlReport.builder(Histories.history(sessions), Histories.TODAY)
                .activities(List.of(Histories.streams(run, 0, 3.5), Histories.streams(ride, 240, 9)))
                .build());
    }

    @Test
    void charts_haveADescriptionWithNumbers() {
        assertThat(PAGE.all("svg")).hasSizeGreaterThan(8).allSatisfy(chart -> {
            List<Element> descriptions = Page.children(chart, "desc");
            assertThat(descriptions).as(chart.getAttribute("aria-label")).hasSize(1);
            assertThat(descriptions.get(0).getTextContent())
                    .contains("first ", "last ", "lowest ", "highest ")
                    .containsPattern("[0-9]");
        });
    }

    @Test
    void aDescription_saysWhatAChartShows() {
        assertThat(description("volume", "Moving time week by week"))
                .contains("Rides: first 1.5 hours (")
                .contains("Runs: first ", "highest 3.3 hours (");
        assertThat(description("power-curve", "The most power over a duration, all time and the last 90 days"))
                .contains("last 90 days: first 480 W (1 s), last 260 W (1 h), lowest 260 W (1 h), highest 480 W (1 s)");
        assertThat(description("pace-curve", "The best pace over a distance, all time and the last 90 days"))
                .contains("all time: first 4:48 min/km (400 m), last 4:46 min/km (10 km)");
        assertThat(description("eddington", "Days with at least so many km")).contains("E = ");
    }

    @Test
    void theDescriptionOfTheCalendar_countsTheDaysThatWereTrained() {
        String chart = "Moving time day by day, the last 12 months";
        long trained = PAGE.in("calendar", "svg").stream()
                .filter(svg -> svg.getAttribute("aria-label").equals(chart))
                .flatMap(svg -> Page.children(svg, "rect").stream())
                .filter(day -> !day.getAttribute("class").equals("h0"))
                .count();

        assertThat(description("calendar", chart))
                .startsWith(trained + " days with a session: ")
                .doesNotContain(" 0 min ");
    }

    private static String description(String section, String chart) {
        return PAGE.in(section, "svg").stream()
                .filter(svg -> svg.getAttribute("aria-label").equals(chart))
                .findFirst()
                .map(svg -> Page.children(svg, "desc").get(0).getTextContent())
                .orElseThrow();
    }

    @Test
    void tables_haveNamesOfAllColumnsAndRows() {
        assertThat(PAGE.all("th")).allSatisfy(heading -> {
            assertThat(heading.getTextContent()).isNotBlank();
            assertThat(heading.getAttribute("scope")).isIn("col", "row");
        });
        assertThat(PAGE.all("tr")).allSatisfy(row -> {
            Node first = row.getFirstChild();
            assertThat(first.getNodeName()).as(row.getTextContent()).isEqualTo("th");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ink, page",
        "ink, panel",
        "muted, page",
        "muted, panel",
        "link, page",
        "t1, h0",
        "t1, h1",
        "t1, h2",
        "t4, h3",
        "t4, h4"
    })
    void text_standsOutInLightAndDark(String text, String background) {
        for (Map<String, String> scheme : schemes()) {
            assertThat(contrast(scheme, text, background)).isGreaterThanOrEqualTo(4.5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void levelsOfTheCalendar_areToldApartInLightAndDark(int level) {
        for (Map<String, String> scheme : schemes()) {
            assertThat(contrast(scheme, "h" + level, "h" + (level + 1))).isGreaterThanOrEqualTo(1.4);
        }
    }

    @Test
    void colours_areThoseThatWereMeasured() {
        assertThat(style().replaceAll("\\s+", " "))
                .contains("nav a { color: var(--link);")
                .contains("text.inside { font-size: 11px; fill: var(--t1); }")
                .contains("text.inside.h3, text.inside.h4 { fill: var(--t4); }");
    }

    /** By the width of the window: what stands beside a chart takes 66, and less on a phone. */
    @ParameterizedTest
    @CsvSource({"360, 38", "520, 38", "521, 66", "700, 66", "701, 66", "1280, 314"})
    void lettersOfCharts_canBeReadAtAnyWidth(int window, int beside) {
        double letters = 0;
        Matcher size = Pattern.compile(
                        "(?:@media \\(max-width: (\\d+)px\\)[^@]*?)?\n *svg text \\{ font-size: (\\d+)px")
                .matcher(style());
        while (size.find()) {
            letters = size.group(1) == null || window <= Integer.parseInt(size.group(1))
                    ? Double.parseDouble(size.group(2))
                    : letters;
        }

        assertThat(letters * (window - beside) / Plot.WIDE).isBetween(8.0, 16.0);
    }

    @Test
    void chartsOfHalfAPage_areNotStretchedToAllOfIt() {
        Matcher widest =
                Pattern.compile("\\.columns svg \\{ max-width: (\\d+)px; }").matcher(style());

        assertThat(widest.find()).isTrue();
        assertThat(11 * Double.parseDouble(widest.group(1)) / Plot.HALF).isBetween(8.0, 16.0);
    }

    @Test
    void namesThatRunTheOtherWay_beginWhereTheOthersDo() {
        assertThat(style()).contains("td bdi { display: block; text-align: left; ");
    }

    @Test
    void onPaper_nothingIsTornOrCutOff() {
        String style = style();

        assertThat(style.substring(style.indexOf("@media print")))
                .contains("figure, table, .columns > div { break-inside: avoid; }")
                .contains("h2, h3 { break-after: avoid; }")
                .contains(".scroll { overflow: visible; }")
                .contains("td bdi { max-width: none; white-space: normal; }");
    }

    private static String style() {
        return PAGE.all("style").get(0).getTextContent();
    }

    /** The colours by their names: light ones, and the same with what is dark. */
    private static List<Map<String, String>> schemes() {
        Matcher root = Pattern.compile(":root \\{([^}]*)}").matcher(style());
        assertThat(root.find()).isTrue();
        Map<String, String> light = colours(root.group(1));
        assertThat(root.find()).isTrue();
        Map<String, String> dark = new HashMap<>(light);
        dark.putAll(colours(root.group(1)));
        return List.of(light, dark);
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new HashMap<>();
        Matcher variable = Pattern.compile("--(\\w+): #(\\p{XDigit}{6});").matcher(css);
        while (variable.find()) {
            colours.put(variable.group(1), variable.group(2));
        }
        return colours;
    }

    private static double contrast(Map<String, String> scheme, String one, String other) {
        double a = luminance(Objects.requireNonNull(scheme.get(one), one));
        double b = luminance(Objects.requireNonNull(scheme.get(other), other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(colour.substring(0, 2))
                + 0.7152 * linear(colour.substring(2, 4))
                + 0.0722 * linear(colour.substring(4));
    }

    private static double linear(String hex) {
        double share = Integer.parseInt(hex, 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
