package io.stravaai.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad or missing summaries: a status or no session, never an exception, and never a zero for what is not known. */
class BadHistoryTest {

    private static final Thresholds ATHLETE = Thresholds.builder()
            .ftp(250)
            .sex(Sex.MALE)
            .restingHeartRate(50)
            .maxHeartRate(190)
            .thresholdSpeed(4)
            .build();

    @Test
    void an_activity_without_a_day_is_no_session_and_odd_fields_are_absent() {
        assertThat(Session.of(StravaJson.read("{\"id\":1}", SummaryActivity.class)))
                .isEmpty();
        Session session = Session.of(StravaJson.read(
                        "{\"id\":1,\"start_date\":\"2024-03-01T23:30:00Z\",\"timezone\":\"(GMT+01:00) Europe/Berlin\","
                                + "\"distance\":\"far\",\"moving_time\":-5,\"average_heartrate\":null,\"sport_type\":7}",
                        SummaryActivity.class))
                .orElseThrow();

        assertThat(session.day()).isEqualTo(LocalDate.of(2024, 3, 2));
        assertThat(session.distance()).isEmpty();
        assertThat(session.movingSeconds()).isEmpty();
        assertThat(session.averageSpeed().isPresent()).isFalse();
        assertThat(session.load(ATHLETE).status()).isEqualTo(MetricStatus.MISSING_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-99999999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z"})
    void a_start_that_cannot_be_belongs_to_no_day(String start) {
        assertThat(Session.of(StravaJson.read(
                        "{\"id\":1,\"start_date_local\":\"" + start + "\",\"moving_time\":100}",
                        SummaryActivity.class)))
                .isEmpty();
    }

    @Test
    void a_start_in_the_far_future_is_not_counted_today() {
        Session future = Session.of(StravaJson.read(
                        "{\"id\":1,\"start_date_local\":\"+99999999-01-01T00:00:00Z\",\"sport_type\":\"Run\","
                                + "\"moving_time\":3600,\"distance\":10000}",
                        SummaryActivity.class))
                .orElseThrow();
        TrainingHistory history = TrainingHistory.of(List.of(future), ThresholdHistory.always(ATHLETE));
        LocalDate today = LocalDate.of(2024, 1, 1);

        assertThat(history.load(today).size()).isZero();
        assertThat(history.totalsBy(CalendarPeriod.DAY, today)).isEmpty();
        assertThat(history.streaks(CalendarPeriod.DAY, today).all()).isEmpty();
        assertThat(history.yearToDate(today))
                .allSatisfy(year -> assertThat(year.totals().sessions()).isZero());
    }

    @Test
    void sessions_without_load_leave_no_zero_behind() {
        Session unknown = Session.builder(ActivityId.of(1), LocalDateTime.of(2024, 3, 1, 8, 0), SportType.RUN)
                .build();
        TrainingHistory history = TrainingHistory.of(List.of(unknown), ThresholdHistory.empty());
        LoadSeries series = history.load(unknown.day().plusDays(40));
        LoadSeries.Day day = series.day(unknown.day()).orElseThrow();

        assertThat(day.load().isPresent()).isFalse();
        assertThat(day.fitness().isPresent()).isFalse();
        assertThat(day.fatigue().isPresent()).isFalse();
        assertThat(day.form().isPresent()).isFalse();
        assertThat(series.ramp(unknown.day().plusDays(20)).isPresent()).isFalse();
        assertThat(series.monotony(unknown.day().plusDays(6)).status()).isEqualTo(MetricStatus.LOW_COVERAGE);
        assertThat(series.acuteChronicRatio(unknown.day().plusDays(39)).isPresent())
                .isFalse();
        assertThat(history.totals().load().isPresent()).isFalse();
        assertThat(history.totals().distance().isPresent()).isFalse();
        assertThat(history.totals().averageHeartRate().status()).isEqualTo(MetricStatus.MISSING_HR);
    }

    @Test
    void a_history_of_nothing_is_empty() {
        TrainingHistory history = TrainingHistory.of(List.of(), ThresholdHistory.empty());
        LocalDate today = LocalDate.of(2024, 1, 1);

        assertThat(history.totals().distance().get()).isZero();
        assertThat(history.totals().averageSpeed().status()).isEqualTo(MetricStatus.MISSING_DATA);
        assertThat(history.totalsBy(CalendarPeriod.MONTH, today)).isEmpty();
        assertThat(history.load(today).size()).isZero();
        assertThat(history.load(today).restDaysToForm().isPresent()).isFalse();
        assertThat(history.eddington(DistanceUnit.KILOMETRE).number()).isZero();
        assertThat(history.streaks(CalendarPeriod.DAY, today).current()).isEmpty();
        assertThat(history.yearToDate(today)).hasSize(1);
        assertThat(Trend.of().direction(0)).isEqualTo(Trend.Direction.NO_CLEAR_TREND);
    }
}
