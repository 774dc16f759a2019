package io.stravaai.internal.http;

import static io.stravaai.quota.QuotaBucket.OVERALL;
import static io.stravaai.quota.QuotaBucket.READ;
import static io.stravaai.quota.QuotaWindow.DAY;
import static io.stravaai.quota.QuotaWindow.QUARTER_HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.quota.QuotaReading;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaHeadersTest {

    @Test
    void both_pairs_are_read_whatever_the_case_of_their_names() {
        QuotaReading reading = read(
                200,
                "x-ratelimit-limit",
                "200,2000",
                "X-Ratelimit-Usage",
                "7, 343",
                "X-ReadRateLimit-Limit",
                "100,1000",
                "X-Readratelimit-Usage",
                "6,300",
                "Date",
                "Mon, 20 Oct 2025 21:30:42 GMT");

        assertThat(reading.limit(OVERALL, QUARTER_HOUR)).hasValue(200);
        assertThat(reading.limit(OVERALL, DAY)).hasValue(2000);
        assertThat(reading.usage(OVERALL, DAY)).hasValue(343);
        assertThat(reading.limit(READ, QUARTER_HOUR)).hasValue(100);
        assertThat(reading.usage(READ, QUARTER_HOUR)).hasValue(6);
        assertThat(reading.serverTime()).contains(Instant.parse("2025-10-20T21:30:42Z"));
        assertThat(reading.limitExceeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , ", "a,b", "-5,-6", "99999999999,99999999999"})
    void what_is_not_a_number_says_nothing(String value) {
        QuotaReading reading = read(429, "X-ReadRateLimit-Limit", value, "X-ReadRateLimit-Usage", value, "Date", "now");

        assertThat(reading.limit(READ, QUARTER_HOUR)).isEmpty();
        assertThat(reading.limit(READ, DAY)).isEmpty();
        assertThat(reading.usage(READ, QUARTER_HOUR)).isEmpty();
        assertThat(reading.usage(READ, DAY)).isEmpty();
        assertThat(reading.serverTime()).isEmpty();
        assertThat(reading.limitExceeded()).isTrue();
    }

    @Test
    void half_a_pair_counts_for_what_it_says() {
        QuotaReading reading = read(200, "X-RateLimit-Limit", "600", "X-RateLimit-Usage", ",12");

        assertThat(reading.limit(OVERALL, QUARTER_HOUR)).hasValue(600);
        assertThat(reading.limit(OVERALL, DAY)).isEmpty();
        assertThat(reading.usage(OVERALL, QUARTER_HOUR)).isEmpty();
        assertThat(reading.usage(OVERALL, DAY)).hasValue(12);
    }

    @Test
    void a_day_may_allow_less_than_a_quarter_hour() {
        QuotaReading reading = read(200, "X-ReadRateLimit-Limit", "100,4");

        assertThat(reading.limit(READ, QUARTER_HOUR)).hasValue(100);
        assertThat(reading.limit(READ, DAY)).hasValue(4);
    }

    private static QuotaReading read(int status, String... headers) {
        return QuotaHeaders.read(new Answer(status, Headers.of(headers), new byte[0]));
    }
}
