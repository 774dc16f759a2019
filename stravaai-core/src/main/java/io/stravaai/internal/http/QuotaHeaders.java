package io.stravaai.internal.http;

import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaWindow;
import java.util.OptionalInt;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the quota from an answer's headers: {@code X-RateLimit-Limit: 200,2000} and its like. */
public final class QuotaHeaders {

    private QuotaHeaders() {}

    public static QuotaReading read(Answer answer) {
        Headers headers = answer.headers();
        QuotaReading.Builder reading =
                QuotaReading.builder().serverTime(headers.getInstant("Date")).limitExceeded(answer.status() == 429);
        read(reading, QuotaBucket.OVERALL, headers.get("X-RateLimit-Limit"), headers.get("X-RateLimit-Usage"));
        read(reading, QuotaBucket.READ, headers.get("X-ReadRateLimit-Limit"), headers.get("X-ReadRateLimit-Usage"));
        return reading.build();
    }

    private static void read(
            QuotaReading.Builder reading, QuotaBucket bucket, @Nullable String limit, @Nullable String usage) {
        number(limit, 0).ifPresent(value -> reading.limit(bucket, QuotaWindow.QUARTER_HOUR, value));
        number(limit, 1).ifPresent(value -> reading.limit(bucket, QuotaWindow.DAY, value));
        number(usage, 0).ifPresent(value -> reading.usage(bucket, QuotaWindow.QUARTER_HOUR, value));
        number(usage, 1).ifPresent(value -> reading.usage(bucket, QuotaWindow.DAY, value));
    }

    private static OptionalInt number(@Nullable String pair, int index) {
        String[] numbers = pair == null ? new String[0] : pair.split(",", -1);
        if (index >= numbers.length) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(numbers[index].trim()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
