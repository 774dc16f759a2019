package io.stravaai.test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an uploaded file tells: when it began, how long it took, and where. Of GPX and TCX it reads the times and points
 * in their usual form, of FIT nothing.
 *
 * @param start null if the file does not say
 */
record TrackFile(@Nullable Instant start, Duration duration, List<double[]> points) {

    private static final Pattern TIME = Pattern.compile("<(?:Time|time)>([^<]+)</");
    private static final Pattern GPX_POINT = Pattern.compile("<trkpt[^>]*lat=\"(-?[0-9.]+)\"[^>]*lon=\"(-?[0-9.]+)\"");
    private static final Pattern TCX_POINT = Pattern.compile(
            "<LatitudeDegrees>(-?[0-9.]+)</LatitudeDegrees>\\s*<LongitudeDegrees>(-?[0-9.]+)</LongitudeDegrees>");

    /** Empty if it is no file of this type. */
    static Optional<TrackFile> read(String dataType, byte[] content) {
        byte[] plain = content;
        if (dataType.endsWith(".gz")) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
                plain = in.readAllBytes();
            } catch (IOException notGzip) {
                return Optional.empty();
            }
        }
        String text = new String(plain, StandardCharsets.ISO_8859_1);
        return switch (dataType.replace(".gz", "")) {
            case "fit" ->
                text.length() >= 12 && text.startsWith(".FIT", 8)
                        ? Optional.of(new TrackFile(null, Duration.ofHours(1), List.of()))
                        : Optional.empty();
            case "gpx" -> text.contains("<gpx") ? Optional.of(of(text, GPX_POINT)) : Optional.empty();
            case "tcx" ->
                text.contains("<TrainingCenterDatabase") ? Optional.of(of(text, TCX_POINT)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static TrackFile of(String text, Pattern point) {
        List<Instant> times = new ArrayList<>();
        for (Matcher matcher = TIME.matcher(text); matcher.find(); ) {
            try {
                times.add(Instant.parse(matcher.group(1)));
            } catch (DateTimeException noInstant) {
                // Left out.
            }
        }
        List<double[]> points = new ArrayList<>();
        for (Matcher matcher = point.matcher(text); matcher.find(); ) {
            points.add(new double[] {Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))});
        }
        return times.isEmpty()
                ? new TrackFile(null, Duration.ofHours(1), points)
                : new TrackFile(times.get(0), Duration.between(times.get(0), times.get(times.size() - 1)), points);
    }

    double metres() {
        double metres = 0;
        for (int i = 1; i < points.size(); i++) {
            metres += Streams.distance(points.get(i - 1), points.get(i));
        }
        return metres;
    }
}
