package io.stravaai.benchmarks;

import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A made-up history, the same each time. */
public final class History {

    private History() {}

    /** The elements of the list, newest first. */
    public static List<byte[]> rows(int activities) {
        FakeAthlete athlete = FakeStrava.builder().seed(1).build().addAthlete();
        athlete.generateHistory(
                Instant.parse("2006-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"), activities);
        return athlete.rawActivities().stream()
                .map(row -> row.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Rows as an answer. */
    public static ByteArrayOutputStream page(List<byte[]> rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 19);
        body.write('[');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(rows.get(i));
        }
        body.write(']');
        return body;
    }
}
