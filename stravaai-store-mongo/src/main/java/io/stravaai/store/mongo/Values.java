package io.stravaai.store.mongo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How values stand in documents. All numbers but distances are int64, as ids exceed what a double holds. Instants are
 * microseconds since 1970: a BSON date has only milliseconds, and one number compares and sorts as it is.
 */
final class Values {

    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
    private static final Instant FIRST_INSTANT = FIRST.toInstant(ZoneOffset.UTC);
    private static final Instant LAST_INSTANT = LAST.toInstant(ZoneOffset.UTC);

    private Values() {}

    static BsonInt64 number(long number) {
        return new BsonInt64(number);
    }

    static BsonValue number(@Nullable Number number) {
        return number == null ? BsonNull.VALUE : new BsonInt64(number.longValue());
    }

    static BsonValue real(@Nullable Double real) {
        return real == null ? BsonNull.VALUE : new BsonDouble(real);
    }

    static BsonString text(String text) {
        return new BsonString(text);
    }

    /** Text whose bad characters may be replaced. */
    static BsonValue label(@Nullable String label) {
        return label == null ? BsonNull.VALUE : new BsonString(Text.holdable(label));
    }

    /** The instant as far as it is kept. */
    static Instant storable(Instant instant) {
        if (instant.isBefore(FIRST_INSTANT)) {
            return FIRST_INSTANT;
        }
        return instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant.truncatedTo(ChronoUnit.MICROS);
    }

    static BsonInt64 time(Instant instant) {
        Instant kept = storable(instant);
        return new BsonInt64(kept.getEpochSecond() * 1_000_000 + kept.getNano() / 1000);
    }

    static BsonValue timeOrNull(@Nullable Instant instant) {
        return instant == null ? BsonNull.VALUE : time(instant);
    }

    /** As ISO-8601 text: the wall-clock time of a place has no zone, and BSON has no such type. */
    static BsonValue local(@Nullable LocalDateTime time) {
        if (time == null) {
            return BsonNull.VALUE;
        }
        LocalDateTime near = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return new BsonString(near.truncatedTo(ChronoUnit.MICROS).toString());
    }

    static long longOf(BsonDocument document, String field) {
        return document.getNumber(field).longValue();
    }

    static int intOf(BsonDocument document, String field) {
        return document.getNumber(field).intValue();
    }

    static Instant timeOf(BsonDocument document, String field) {
        long micros = longOf(document, field);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }

    static String textOf(BsonDocument document, String field) {
        return document.getString(field).getValue();
    }

    static @Nullable Instant timeOrNullOf(BsonDocument document, String field) {
        return has(document, field) ? timeOf(document, field) : null;
    }

    static @Nullable String textOrNullOf(BsonDocument document, String field) {
        return has(document, field) ? textOf(document, field) : null;
    }

    static @Nullable LocalDateTime localOrNullOf(BsonDocument document, String field) {
        String text = textOrNullOf(document, field);
        return text == null ? null : LocalDateTime.parse(text);
    }

    /** Whether the field is there and not null. */
    static boolean has(BsonDocument document, String field) {
        BsonValue value = document.get(field);
        return value != null && !value.isNull();
    }
}
