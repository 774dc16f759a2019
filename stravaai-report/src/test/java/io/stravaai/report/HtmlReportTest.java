package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class HtmlReportTest {

    private static final LocalDate TODAY = Histories.TODAY;
    private static final List<String> SECTIONS = List.of(
            "summary",
            "calendar",
            "load",
            "volume",
            "zones",
            "records",
            "power-curve",
            "pace-curve",
            "eddington",
            "years",
            "streaks",
            "trends");

    static Stream<List<Session>> histories() {
        return Stream.of(
                List.of(),
                List.of(Histories.run(1, TODAY)),
                List.of(Histories.session(1, TODAY, SportType.WORKOUT).build()),
                List.of(Histories.session(1, TODAY.minusYears(40), SportType.RUN)
                        .build()),
                Histories.years(10),
                Histories.years(10).stream().map(HtmlReportTest::bare).toList());
    }

    /** Without power and heart rate. */
    private static Session bare(Session session) {
        return Histories.session(session.id().value(), session.day(), session.sport())
                .distance(session.distance().orElse(0))
                .movingTime(Duration.ofMinutes(50))
                .build();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void anyHistory_hasAllSectionsAndNothingFromElsewhere(List<Session> sessions) {
        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(page.all("section"))
                .extracting(section -> section.getAttribute("id"))
                .isEqualTo(SECTIONS);
        assertThat(page.all("section"))
                .allSatisfy(section -> assertThat(section.getTextContent()).isNotBlank());
        assertThat(page.html)
                .startsWith("<!DOCTYPE html>\n")
                .doesNotContain("://", "url(", "@import", "<script", "src=", "NaN", "Infinity", "null");
        assertThat(page.all("a"))
                .allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
    }

    @Test
    void nothingKnown_saysWhatIsMissingInPlaceOfCharts() {
        Page page = Page.of(HtmlReport.builder(Histories.none(), TODAY).build());

        assertThat(page.all("svg")).isEmpty();
        assertThat(SECTIONS)
                .allSatisfy(id -> assertThat(page.in(id, "p"))
                        .as(id)
                        .anyMatch(p -> p.getAttribute("class").equals("missing")));
        assertThat(page.text("summary")).contains("sync the athlete's activities first");
    }

    @Test
    void loadWithoutThresholds_namesTheThresholds() {
        TrainingHistory unknown = TrainingHistory.of(
                List.of(Histories.run(1, TODAY), Histories.ride(2, TODAY)), ThresholdHistory.empty());

        Page page = Page.of(HtmlReport.builder(unknown, TODAY).build());

        assertThat(page.charts("load")).isZero();
        assertThat(page.text("load"))
                .contains("2 sessions lack only a threshold")
                .contains("FTP (rides with power)")
                .contains("resting and maximum heart rate, and sex")
                .contains("threshold pace (runs)");
        assertThat(page.text("zones"))
                .contains("give Thresholds with Strava's zones, or LTHR")
                .contains("with FTP");
        assertThat(summary(page, "Load, points")).containsOnly("–");
    }

    @Test
    void unknownDistance_isNoZero() {
        Session session = Histories.session(1, TODAY, SportType.RUN)
                .movingTime(Duration.ofMinutes(30))
                .build();

        Page page = Page.of(
                HtmlReport.builder(Histories.history(List.of(session)), TODAY).build());

        assertThat(summary(page, "Distance")).containsOnly("–");
        assertThat(summary(page, "Moving time")).containsOnly("30 min");
    }

    /** The values of a name in the cards of the summary. */
    private static List<String> summary(Page page, String name) {
        List<Element> names = page.in("summary", "dt");
        List<Element> values = page.in("summary", "dd");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).getTextContent().equals(name)) {
                found.add(values.get(i).getTextContent());
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><img src=x onerror=alert(1)>",
                "</style></section><script>alert(1)</script>",
                "\"'><svg/onload=alert(1)>",
                "]]><!--",
                "\u0000\u0008\uffff \ud800 \u001b[31m",
                "ريد صباحي \u202e\u2066 reversed",
                "🚴‍♀️ Morning 🏔️"
            })
    void names_areShownAndNeverMarkup(String name) {
        Page page = Page.of(HtmlReport.builder(Histories.history(Histories.years(1)), TODAY)
                .title(name)
                .names(id -> Optional.of(name))
                .build());

        assertThat(page.html).doesNotContain("<script", "<img", "onload=alert(1)>");
        assertThat(page.all("img")).isEmpty();
        String shown = name.replaceAll("[\u0000\u0008\u001b\uffff\ud800]", "\ufffd");
        assertThat(page.all("title").get(0).getTextContent()).isEqualTo(shown);
        assertThat(page.in("records", "bdi"))
                .extracting(Element::getTextContent)
                .contains(shown.strip());
    }

    @Test
    void sameInput_givesTheSamePageInAnyOrder() {
        List<Session> sessions = Histories.years(3);
        List<Session> shuffled = new ArrayList<>(sessions);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(HtmlReport.builder(Histories.history(shuffled), TODAY)
                        .build()
                        .toHtml())
                .isEqualTo(HtmlReport.builder(Histories.history(sessions), TODAY)
                        .build()
                        .toHtml());
    }

    @Test
    void sessionsAfterToday_doNotCount() {
        List<Session> sessions = Histories.years(1);
        List<Session> more = new ArrayList<>(sessions);
        more.add(Histories.ride(9_999, TODAY.plusDays(1)));

        assertThat(HtmlReport.builder(Histories.history(more), TODAY).build().toHtml())
                .isEqualTo(HtmlReport.builder(Histories.history(sessions), TODAY)
                        .build()
                        .toHtml());
    }

    @Test
    void days_areThoseOfThePlaceWhereASessionBegan() {
        // In UTC both are on the same day.
        Session inAuckland = Session.builder(
                        ActivityId.of(1), TODAY.minusDays(1).atTime(1, 30), SportType.RUN)
                .movingTime(Duration.ofMinutes(45))
                .build();
        Session inHonolulu = Session.builder(
                        ActivityId.of(2), TODAY.minusDays(2).atTime(23, 30), SportType.RUN)
                .movingTime(Duration.ofMinutes(70))
                .build();

        Page page = Page.of(HtmlReport.builder(Histories.history(List.of(inAuckland, inHonolulu)), TODAY)
                .build());

        assertThat(page.in("calendar", "title"))
                .extracting(Element::getTextContent)
                .contains("19 Nov 2026: 1 session, 45 min", "18 Nov 2026: 1 session, 1 h 10 min", "20 Nov 2026: rest");
    }

    @Test
    void daysBeforeTheFirstSession_areNoRest() {
        Page page = Page.of(HtmlReport.builder(Histories.history(List.of(Histories.run(1, TODAY.minusDays(3)))), TODAY)
                .build());

        assertThat(page.in("calendar", "title"))
                .extracting(Element::getTextContent)
                .contains("18 Nov 2026: rest", "20 Nov 2026: rest")
                .doesNotContain("16 Nov 2026: rest", "1 Nov 2026: rest");
    }

    @Test
    void aWeekKnownInPart_isNotComparedWithOneKnownInFull() {
        List<Session> sessions = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            Session.Builder before = Histories.session(day + 1, TODAY.minusDays(7L + day), SportType.RIDE)
                    .movingTime(Duration.ofHours(1));
            sessions.add((day == 0 ? before.averageHeartRate(140) : before).build());
            sessions.add(Histories.session(day + 11, TODAY.minusDays(day), SportType.RIDE)
                    .movingTime(Duration.ofHours(1))
                    .averageHeartRate(140)
                    .build());
        }

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(summary(page, "Moving time").get(0)).isEqualTo("5 h ±0 %");
        assertThat(summary(page, "Load, points").get(0)).matches("[0-9]+");
        assertThat(page.text("summary")).doesNotContain("+400 %");
    }

    @Test
    void miles_areUsedThroughout() {
        Page page = Page.of(HtmlReport.builder(Histories.history(Histories.years(1)), TODAY)
                .distanceUnit(DistanceUnit.MILE)
                .build());

        assertThat(page.text("volume"))
                .contains(" mi")
                .contains("/mi")
                .contains("mph")
                .contains(" ft");
        assertThat(page.text("volume") + page.text("years") + page.text("summary"))
                .doesNotContain(" km");
    }

    @Test
    void sports_restrictAllOfThePage() {
        Page page = Page.of(HtmlReport.builder(Histories.history(Histories.years(1)), TODAY)
                .sports(SportGroup.RIDE)
                .build());

        assertThat(page.text("volume")).contains("Rides").doesNotContain("Runs");
        assertThat(page.text("eddington")).doesNotContain("Runs");
    }

    @Test
    void streams_bringZonesFastestAndCurves() {
        Session run = Histories.run(1, TODAY.minusDays(10));
        Session old = Histories.ride(2, TODAY.minusDays(200));
        Session ride = Histories.ride(3, TODAY.minusDays(3));

        Page page = Page.of(HtmlReport.builder(Histories.history(List.of(run, old, ride)), TODAY)
                .activities(List.of(
                        Histories.streams(run, 0, 3.5),
                        Histories.streams(old, 260, 9),
                        Histories.streams(ride, 240, 9)))
                .build());

        assertThat(page.text("power-curve")).contains("520 W, 7.4 W/kg").contains("480 W, 6.9 W/kg");
        assertThat(page.charts("power-curve")).isEqualTo(1);
        assertThat(page.charts("pace-curve")).isEqualTo(1);
        assertThat(page.text("records")).contains("half mile").contains("4:46/km");
        assertThat(page.text("zones")).contains("Z7").contains("12 months");
    }

    @Test
    void warmUpAndForecast_areMarked() {
        List<Session> sessions = List.of(Histories.run(1, TODAY.minusDays(30)), Histories.run(2, TODAY));

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(page.in("load", "text")).extracting(Element::getTextContent).contains("warm-up", "forecast");
        assertThat(page.text("load")).contains("warming up");
    }

    @Test
    void steadyTraining_hasNoClearTrend() {
        Page page = Page.of(
                HtmlReport.builder(Histories.history(Histories.years(1)), TODAY).build());

        assertThat(page.text("trends")).contains("no clear trend").doesNotContain("rising", "falling");
    }

    @Test
    void risingVolume_isATrend() {
        List<Session> sessions = new ArrayList<>();
        for (int week = 0; week < 30; week++) {
            sessions.add(Histories.session(week + 1, TODAY.minusWeeks(30 - week), SportType.RUN)
                    .distance(8_000)
                    .movingTime(Duration.ofMinutes(60 + 5 * week))
                    .build());
        }

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(page.text("trends")).contains("▲ rising");
    }

    @Test
    void halfAYearOfRest_isSaidInPlaceOfTrends() {
        Page page = Page.of(HtmlReport.builder(
                        Histories.history(List.of(Histories.run(1, TODAY.minusYears(1)), Histories.run(2, TODAY))),
                        TODAY)
                .build());

        assertThat(page.text("trends")).contains("There was no session in the last 26 whole weeks.");
        assertThat(page.in("trends", "table")).isEmpty();
    }

    @Test
    void sessionsWithoutNumbers_haveNoTrends() {
        List<Session> sessions = new ArrayList<>();
        for (int week = 0; week < 30; week++) {
            sessions.add(Histories.session(week + 1, TODAY.minusWeeks(week), SportType.WORKOUT)
                    .build());
        }

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(page.text("trends"))
                .contains("No session of the last 26 whole weeks has a number that could rise or fall.");
        assertThat(page.in("trends", "table")).isEmpty();
    }

    @Test
    void year_beginsWithTheFirstSession() {
        List<Session> sessions = List.of(Histories.run(1, TODAY.minusDays(9)), Histories.run(2, TODAY));

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        String path = page.in("years", "path").get(0).getAttribute("d");
        assertThat(path.split("[ML]")).as("one point for each of ten days").hasSize(11);
    }

    @Test
    void zonesOfOneSport_areEnoughForIt() {
        TrainingHistory known = TrainingHistory.of(
                List.of(Histories.run(1, TODAY)),
                ThresholdHistory.always(
                        Thresholds.builder().lthr(SportGroup.RUN, 170).build()));

        Page page = Page.of(HtmlReport.builder(known, TODAY).build());

        assertThat(page.text("zones")).contains("Z3").contains("50 min 100 %").contains("Whole sessions");
    }

    @Test
    void aClockThatWasWrong_makesNoEndlessPage() {
        List<Session> sessions = new ArrayList<>(Histories.years(1));
        sessions.add(Histories.run(9_999, LocalDate.of(1970, 1, 1)));

        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());

        assertThat(page.text("calendar")).contains("2007").doesNotContain("2006");
        assertThat(page.in("years", "tr")).hasSize(21);
    }

    @Test
    void whatIsMissingInTheCall_isNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> HtmlReport.builder(Histories.none(), TODAY).title(null))
                .withMessage("title");
        assertThat(HtmlReport.builder(Histories.history(Histories.years(1)), TODAY)
                        .build())
                .hasToString("HtmlReport[" + Histories.years(1).size() + " sessions]");
    }
}
