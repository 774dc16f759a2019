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
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import java.io.IOException;
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
                ActivityFields.addTo(sum, activity);
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
