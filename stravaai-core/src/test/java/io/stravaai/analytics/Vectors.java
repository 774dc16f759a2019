package io.stravaai.analytics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.squareup.moshi.JsonReader;
import io.stravaai.analytics.Samples.Channel;
import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okio.Okio;

/** Reference numbers of other projects and publications. They hold real people's activities, and lie beside the project, not in it. */
final class Vectors {

    static final LocalDate DAY_0 = LocalDate.of(2024, 1, 1);

    private Vectors() {}

    /** A file; the test is skipped where there is none. */
    static Node read(String file) {
        try (JsonReader reader = JsonReader.of(Okio.buffer(Okio.source(path(file))))) {
            return new Node(reader.readJsonValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file is; the test is skipped where there is none. */
    static Path path(String file) {
        Optional<Path> folder = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(path -> path.resolve("shared/analytics/vectors"))
                .filter(Files::isDirectory)
                .findFirst();
        assumeTrue(
                folder.isPresent(), "no reference numbers beside the project: shared/analytics/vectors is not there");
        return folder.get().resolve(file);
    }

    /** A part of a file. */
    record Node(Object value) {

        Node get(String... path) {
            Object found = value;
            for (String name : path) {
                found = ((Map<?, ?>) found).get(name);
            }
            return new Node(found);
        }

        boolean has(String name) {
            return ((Map<?, ?>) value).containsKey(name);
        }

        boolean isNull() {
            return value == null;
        }

        boolean isNumber() {
            return value instanceof Double;
        }

        double number() {
            return (Double) value;
        }

        int integer() {
            return (int) number();
        }

        String text() {
            return (String) value;
        }

        Node at(int index) {
            return new Node(((List<?>) value).get(index));
        }

        List<Node> list() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        List<String> names() {
            return ((Map<?, ?>) value).keySet().stream().map(String.class::cast).toList();
        }

        /** Numbers, with NaN for null, and 1 and 0 for true and false. */
        double[] numbers() {
            return list().stream()
                    .mapToDouble(node -> node.isNull()
                            ? Double.NaN
                            : node.value instanceof Boolean flag ? (flag ? 1 : 0) : node.number())
                    .toArray();
        }
    }

    static LoadSeries series(LoadModel model, double[] loads) {
        Map<LocalDate, DailyLoad> daily = new HashMap<>();
        for (int i = 0; i < loads.length; i++) {
            daily.put(DAY_0.plusDays(i), DailyLoad.of(loads[i]));
        }
        return LoadSeries.of(daily, DAY_0.plusDays(loads.length - 1L), model);
    }

    static double[] loads(Node byDay, int days) {
        double[] loads = new double[days];
        byDay.names()
                .forEach(day -> loads[Integer.parseInt(day)] = byDay.get(day).number());
        return loads;
    }

    static List<Node> published(String metric) {
        return Vectors.read("published/worked_examples.json").get("examples").list().stream()
                .filter(each -> each.get("metric").text().equals(metric))
                .toList();
    }

    static Thresholds athlete(double rest, double max) {
        return Thresholds.builder()
                .sex(Sex.MALE)
                .restingHeartRate(rest)
                .maxHeartRate(max)
                .build();
    }

    static List<Session> sessions(Node history) {
        List<String> columns =
                history.get("columns").list().stream().map(Node::text).toList();
        List<Session> sessions = new ArrayList<>();
        for (Node row : history.get("rows").list()) {
            Session.Builder builder = Session.builder(
                    ActivityId.of(sessions.size() + 1),
                    LocalDateTime.parse(
                            row.at(columns.indexOf("start_date_local")).text().replace("Z", "")),
                    SportType.of(
                            row.at(columns.indexOf("sport_type")).isNull()
                                    ? row.at(columns.indexOf("type")).text()
                                    : row.at(columns.indexOf("sport_type")).text()));
            builder.distance(row.at(columns.indexOf("distance")).number());
            builder.movingTime(
                    Duration.ofSeconds(row.at(columns.indexOf("moving_time")).integer()));
            builder.elapsedTime(
                    Duration.ofSeconds(row.at(columns.indexOf("elapsed_time")).integer()));
            Node rate = row.at(columns.indexOf("average_heartrate"));
            if (rate.isNumber()) {
                builder.averageHeartRate(rate.number());
            }
            Node gain = row.at(columns.indexOf("total_elevation_gain"));
            if (gain.isNumber()) {
                builder.elevationGain(gain.number());
            }
            sessions.add(builder.build());
        }
        return sessions;
    }

    static Samples ofDistance(double[] distance) {
        return Samples.builder(
                        IntStream.range(0, distance.length).asDoubleStream().toArray())
                .channel(Channel.DISTANCE, distance)
                .build();
    }

    static Samples stravaSamples(Node streams) {
        return samples(
                streams,
                "time",
                Map.of(
                        "distance", Channel.DISTANCE,
                        "altitude", Channel.ALTITUDE,
                        "heartrate", Channel.HEART_RATE,
                        "cadence", Channel.CADENCE,
                        "watts", Channel.POWER,
                        "moving", Channel.MOVING));
    }

    static Samples fitSamples(Node streams) {
        return samples(
                streams,
                "time",
                Map.of(
                        "distance_m", Channel.DISTANCE,
                        "altitude_m", Channel.ALTITUDE,
                        "speed_mps", Channel.SPEED,
                        "heartrate", Channel.HEART_RATE,
                        "cadence", Channel.CADENCE,
                        "watts", Channel.POWER));
    }

    static Samples samples(Node streams, String time, Map<String, Channel> channels) {
        Samples.Builder builder = Samples.builder(streams.get(time).numbers());
        channels.forEach((name, channel) -> {
            if (streams.has(name)) {
                builder.channel(channel, streams.get(name).numbers());
            }
        });
        return builder.build();
    }
}
