package io.stravaai.benchmarks.analytics;

import io.stravaai.analytics.Samples;
import io.stravaai.analytics.Samples.Channel;
import io.stravaai.analytics.Session;
import io.stravaai.model.ActivityId;
import io.stravaai.model.BooleanStream;
import io.stravaai.model.NumberStream;
import io.stravaai.model.SportType;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StreamSet;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/** A made-up ride over hills, a sample a second, the same each time. */
final class LongRide {

    static final ActivityId ID = ActivityId.of(1);
    static final LocalDateTime START = LocalDateTime.of(2025, 6, 1, 8, 0);

    private final int seconds;
    private final String json;

    /** So long a ride, with all streams that Strava has. */
    LongRide(int seconds) {
        this.seconds = seconds;
        Random random = new Random(7);
        double[] power = new double[seconds];
        double[] rate = new double[seconds];
        double[] distance = new double[seconds];
        double[] altitude = new double[seconds];
        double[] grade = new double[seconds];
        double level = 200;
        double beats = 110;
        for (int i = 0; i < seconds; i++) {
            if (random.nextInt(90) == 0) {
                level = random.nextInt(6) == 0 ? 0 : 120 + 180 * random.nextDouble();
            }
            power[i] = Math.max(0, Math.round(level + 25 * random.nextGaussian()));
            beats += 0.02 * (95 + power[i] / 3.5 - beats);
            rate[i] = Math.round(beats);
            grade[i] = 4 * Math.cos(i / 400.0);
            double speed = Math.max(2, 9 - grade[i]);
            distance[i] = i == 0 ? 0 : distance[i - 1] + speed;
            altitude[i] = i == 0 ? 400 : altitude[i - 1] + speed * grade[i] / 100;
        }
        Map<String, IntFunction<String>> streams = new LinkedHashMap<>();
        streams.put("moving", i -> "true");
        streams.put(
                "latlng",
                i -> String.format(Locale.ROOT, "[%.6f,%.6f]", 41 + distance[i] / 2e5, 2 + Math.sin(i / 900.0) / 50));
        streams.put("velocity_smooth", i -> decimal(i == 0 ? 0 : distance[i] - distance[i - 1]));
        streams.put("grade_smooth", i -> decimal(grade[i]));
        streams.put("cadence", i -> power[i] > 0 ? "" + (85 + i % 7) : "0");
        streams.put("distance", i -> decimal(distance[i]));
        streams.put("heartrate", i -> "" + (int) rate[i]);
        streams.put("altitude", i -> decimal(altitude[i]));
        streams.put("temp", i -> "" + (18 + i / 3600));
        streams.put("watts", i -> "" + (int) power[i]);
        streams.put("time", i -> "" + i);
        StringBuilder text = new StringBuilder("{");
        streams.forEach((name, values) -> {
            text.append(text.length() > 1 ? "," : "").append('"').append(name).append("\":{\"data\":[");
            for (int i = 0; i < seconds; i++) {
                text.append(i == 0 ? "" : ",").append(values.apply(i));
            }
            text.append("],\"series_type\":\"distance\",\"original_size\":")
                    .append(seconds)
                    .append(",\"resolution\":\"high\"}");
        });
        this.json = text.append('}').toString();
    }

    private static String decimal(double value) {
        return Double.toString(Math.round(value * 10) / 10.0);
    }

    String json() {
        return json;
    }

    /** The element of the list of activities. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "{\"id\":%s,\"sport_type\":\"Ride\",\"start_date\":\"%sZ\",\"start_date_local\":\"%sZ\","
                        + "\"moving_time\":%d,\"elapsed_time\":%d}",
                ID,
                START + ":00",
                START + ":00",
                seconds,
                seconds);
    }

    Session session() {
        return Session.builder(ID, START, SportType.RIDE)
                .movingTime(Duration.ofSeconds(seconds))
                .elapsedTime(Duration.ofSeconds(seconds))
                .build();
    }

    /** The streams parsed, all of them, into the arrays that samples are made of. */
    Map<Channel, double[]> parse() {
        StreamSet streams = StravaJson.read(json, StreamSet.class);
        Map<Channel, double[]> numbers = new EnumMap<>(Channel.class);
        numbers.put(Channel.DISTANCE, array(streams.distance()));
        numbers.put(Channel.ALTITUDE, array(streams.altitude()));
        numbers.put(Channel.SPEED, array(streams.velocitySmooth()));
        numbers.put(Channel.HEART_RATE, array(streams.heartrate()));
        numbers.put(Channel.CADENCE, array(streams.cadence()));
        numbers.put(Channel.POWER, array(streams.watts()));
        numbers.put(Channel.GRADE, array(streams.gradeSmooth()));
        BooleanStream moving = streams.moving().orElseThrow();
        double[] flags = new double[moving.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = moving.get(i) ? 1 : 0;
        }
        numbers.put(Channel.MOVING, flags);
        require(array(streams.time()).length
                + array(streams.temp()).length
                + streams.latlng().orElseThrow().size());
        return numbers;
    }

    private void require(int values) {
        if (values != 3 * seconds) {
            throw new IllegalStateException("Not all was parsed: " + values);
        }
    }

    private static double[] array(Optional<NumberStream> stream) {
        return stream.orElseThrow().toArray(Double.NaN);
    }

    /** Samples of what was parsed, cleaned. */
    Samples samples(Map<Channel, double[]> numbers) {
        double[] time = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            time[i] = i;
        }
        Samples.Builder builder = Samples.builder(time);
        numbers.forEach((channel, values) -> builder.channel(channel, Objects.requireNonNull(values)));
        return builder.build();
    }
}
