package io.stravaai.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import io.stravaai.model.GearId;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Visibility;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A way to read a page of activities and, of each, the fields of {@link Row}. */
interface PageReader {

    /** Reads the page whole before it adds the fields. */
    void read(byte[] page, Sum sum) throws IOException;

    static PageReader stravaAi() {
        return (page, sum) -> {
            for (SummaryActivity activity : StravaJson.readList(page, SummaryActivity.class)) {
                addTo(sum, activity);
            }
        };
    }

    static PageReader moshi() {
        JsonAdapter<List<Row>> adapter = moshiWithTimes().adapter(Types.newParameterizedType(List.class, Row.class));
        return (page, sum) -> {
            List<Row> rows = Objects.requireNonNull(adapter.fromJson(new Buffer().write(page)));
            rows.forEach(row -> row.addTo(sum));
        };
    }

    static PageReader moshiRawKept() {
        JsonAdapter<Row> adapter = moshiWithTimes().adapter(Row.class);
        return (page, sum) -> {
            List<RawRow> rows = new ArrayList<>();
            JsonReader reader = JsonReader.of(new Buffer().write(page));
            reader.beginArray();
            while (reader.hasNext()) {
                byte[] raw = reader.nextSource().readByteArray();
                rows.add(new RawRow(Objects.requireNonNull(adapter.fromJson(new Buffer().write(raw))), raw));
            }
            reader.endArray();
            rows.forEach(row -> row.row.addTo(sum));
        };
    }

    static PageReader jackson() {
        ObjectReader reader = jacksonWithTimes().readerForListOf(Row.class);
        return (page, sum) -> {
            List<Row> rows = reader.readValue(page);
            rows.forEach(row -> row.addTo(sum));
        };
    }

    static PageReader jacksonRawKept() {
        ObjectReader reader = jacksonWithTimes().readerFor(Row.class);
        return (page, sum) -> {
            List<RawRow> rows = new ArrayList<>();
            try (JsonParser parser = reader.createParser(page)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    Row row = reader.readValue(parser);
                    int end = (int) parser.currentLocation().getByteOffset();
                    rows.add(new RawRow(row, Arrays.copyOfRange(page, start, end)));
                }
            }
            rows.forEach(row -> row.row.addTo(sum));
        };
    }

    /** It is enough that the bytes are kept. */
    @SuppressWarnings({"ArrayRecordComponent", "UnusedVariable"})
    record RawRow(Row row, byte[] raw) {}

    static void addTo(Sum sum, SummaryActivity activity) {
        sum.add(activity.id().value());
        sum.add(activity.name().orElse(null));
        sum.add(activity.sportType().map(SportType::name).orElse(null));
        sum.add(activity.startDate().map(Instant::getEpochSecond).orElse(0L).longValue());
        sum.add(activity.startDateLocal()
                .map(LocalDateTime::getSecond)
                .orElse(0)
                .longValue());
        sum.add(activity.timezone().orElse(null));
        sum.add(activity.distance().orElse(0));
        sum.add(activity.movingTime().map(Duration::toSeconds).orElse(0L));
        sum.add(activity.elapsedTime().map(Duration::toSeconds).orElse(0L));
        sum.add(activity.totalElevationGain().orElse(0));
        sum.add(activity.averageSpeed().orElse(0));
        sum.add(activity.maxSpeed().orElse(0));
        sum.add(activity.averageHeartrate().orElse(0));
        sum.add(activity.maxHeartrate().orElse(0));
        sum.add(activity.averageWatts().orElse(0));
        sum.add((double) activity.kudosCount().orElse(0));
        sum.add((double) activity.achievementCount().orElse(0));
        sum.add(activity.trainer().orElse(null));
        sum.add(activity.commute().orElse(null));
        sum.add(activity.visibility().map(Visibility::name).orElse(null));
        sum.add(activity.gearId().map(GearId::value).orElse(null));
        sum.add(activity.deviceName().orElse(null));
    }

    private static Moshi moshiWithTimes() {
        return new Moshi.Builder()
                .add(Instant.class, ofText(Instant::parse))
                .add(LocalDateTime.class, ofText(PageReader::wallClock))
                .build();
    }

    private static <T> JsonAdapter<T> ofText(Function<String, T> parser) {
        return new JsonAdapter<>() {

            @Override
            public T fromJson(JsonReader reader) throws IOException {
                return parser.apply(reader.nextString());
            }

            @Override
            public void toJson(JsonWriter writer, @Nullable T value) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static LocalDateTime wallClock(String text) {
        return LocalDateTime.parse(text.substring(0, text.length() - 1));
    }

    private static JsonMapper jacksonWithTimes() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
