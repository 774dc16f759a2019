package io.stravaai.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.analytics.CalendarPeriod;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.model.SportType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendsSectionTest {

    private static final LocalDate TODAY = Histories.TODAY;
    /** The Monday of the first of the 26 whole weeks. */
    private static final LocalDate FIRST =
            CalendarPeriod.ISO_WEEK.firstDay(TODAY).minusWeeks(26);

    @Test
    void load_knownOfSomeSessionsOnly_isNoRise() {
        List<Session> sessions = new ArrayList<>();
        for (int week = 0; week < 26; week++) {
            for (int i = 0; i < 4; i++) {
                Session.Builder ride = Histories.session(
                                4 * week + i + 1, FIRST.plusWeeks(week).plusDays(i), SportType.RIDE)
                        .movingTime(Duration.ofHours(1));
                if (i == 0 || week >= 13) {
                    ride.averageHeartRate(140);
                }
                sessions.add(ride.build());
            }
        }

        assertThat(row(sessions, "Load")).contains("no clear trend", "13 weeks, p = 1.000");
    }

    @Test
    void trend_ofTheLastWeeksOnly_goesFromTheirFirstToTheirLast() {
        List<Session> sessions = new ArrayList<>();
        sessions.add(Histories.ride(1, FIRST));
        for (int week = 16; week < 26; week++) {
            sessions.add(Histories.session(week, FIRST.plusWeeks(week), SportType.RUN)
                    .distance(3_000 * (3 + 0.05 * (week - 16)))
                    .movingTime(Duration.ofSeconds(3_000))
                    .build());
        }
        Units units = new Units(DistanceUnit.KILOMETRE);

        assertThat(row(sessions, "Runs, speed"))
                .startsWith(
                        "Runs, speed", "▲ rising", units.speed(SportGroup.RUN, 3), units.speed(SportGroup.RUN, 3.45));
    }

    private static List<String> row(List<Session> sessions, String name) {
        Page page =
                Page.of(HtmlReport.builder(Histories.history(sessions), TODAY).build());
        return page.in("trends", "tr").stream()
                .map(Page::cells)
                .filter(cells -> cells.get(0).equals(name))
                .findFirst()
                .orElseThrow();
    }
}
