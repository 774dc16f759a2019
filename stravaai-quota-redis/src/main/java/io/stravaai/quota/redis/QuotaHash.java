package io.stravaai.quota.redis;

import io.stravaai.error.SchemaException;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.QuotaState;
import io.stravaai.quota.QuotaWindow;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The row as fields of a hash, to be read in {@code redis-cli} too. Old and new nodes share it: fields that are not known are
 * left as they are, and counts that are missing are those of a new row. A change that old nodes must not miss raises the
 * format, and they refuse the row.
 */
final class QuotaHash {

    private static final String FORMAT = "1";

    private QuotaHash() {}

    /** Fields and values in turn. */
    static List<String> write(long version, QuotaState state) {
        List<String> hash = new ArrayList<>(List.of(
                "format",
                FORMAT,
                "version",
                Long.toString(version),
                "quarter_hour_start",
                state.windowStart(QuotaWindow.QUARTER_HOUR).toString(),
                "day_start",
                state.windowStart(QuotaWindow.DAY).toString(),
                "blocked_until",
                state.blockedUntil().map(Instant::toString).orElse("")));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                hash.addAll(List.of(cell + "_limit", Integer.toString(state.limit(bucket, window))));
                hash.addAll(List.of(cell + "_used", Integer.toString(state.used(bucket, window))));
                hash.addAll(List.of(cell + "_used_next", Integer.toString(state.usedNext(bucket, window))));
            }
        }
        return hash;
    }

    /**
     * The row that {@link #write} wrote.
     *
     * @param hash fields and values in turn
     * @throws SchemaException if it is something else
     */
    static QuotaLedger.Entry read(String key, List<?> hash) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            fields.put(String.valueOf(hash.get(i)), String.valueOf(hash.get(i + 1)));
        }
        String format = fields.get("format");
        if (format != null && !format.equals(FORMAT)) {
            throw new SchemaException("The quota under the key '" + key + "' has the format " + format
                    + ", and this version of stravaai-quota-redis knows " + FORMAT + ": update it on this node");
        }
        try {
            return new QuotaLedger.Entry(Long.parseLong(required(fields, "version")), state(fields));
        } catch (NumberFormatException | DateTimeException e) {
            throw new SchemaException(
                    "The hash under the key '" + key + "' is no quota that this version can read. Delete"
                            + " it, or choose other keys with withKeyPrefix");
        }
    }

    private static QuotaState state(Map<String, String> fields) {
        Instant quarterHourStart = Instant.parse(required(fields, "quarter_hour_start"));
        String blockedUntil = fields.getOrDefault("blocked_until", "");
        QuotaState state = QuotaState.initial(quarterHourStart)
                .withWindowStart(QuotaWindow.QUARTER_HOUR, quarterHourStart)
                .withWindowStart(QuotaWindow.DAY, Instant.parse(required(fields, "day_start")))
                .withBlockedUntil(blockedUntil.isEmpty() ? null : Instant.parse(blockedUntil));
        for (QuotaBucket bucket : QuotaBucket.values()) {
            for (QuotaWindow window : QuotaWindow.values()) {
                String cell = cell(bucket, window);
                state = state.withLimit(bucket, window, number(fields, cell + "_limit", state.limit(bucket, window)))
                        .withUsed(bucket, window, number(fields, cell + "_used", 0))
                        .withUsedNext(bucket, window, number(fields, cell + "_used_next", 0));
            }
        }
        return state;
    }

    private static String required(Map<String, String> fields, String field) {
        return fields.getOrDefault(field, "");
    }

    private static int number(Map<String, String> fields, String field, int otherwise) {
        @Nullable String number = fields.get(field);
        return number == null ? otherwise : Integer.parseInt(number);
    }

    private static String cell(QuotaBucket bucket, QuotaWindow window) {
        return (bucket + "_" + window).toLowerCase(Locale.ROOT);
    }
}
