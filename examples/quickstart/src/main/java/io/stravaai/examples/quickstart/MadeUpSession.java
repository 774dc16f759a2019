package io.stravaai.examples.quickstart;

import com.squareup.moshi.JsonWriter;
import io.stravaai.model.SportType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import okio.Buffer;

/** A session second by second: how hard it was meant to be, and what a body makes of it. */
final class MadeUpSession {

    private static final int RESTING = 48;
    private static final int MAXIMUM = 188;
    /** The heart follows in about so many seconds. */
    private static final double LAG = 35;

    private final long id;
    private final SportType sport;
    private final String name;
    private final LocalDateTime start;
    private final double[] speed;
    private final double[] heartRate;
    private final double[] power;
    private final double[] altitude;

    /**
     * Does a session.
     *
     * @param intensity second by second, 1 at threshold
     * @param threshold power in watts for rides, speed in m/s for all others
     */
    MadeUpSession(
            long id,
            SportType sport,
            String name,
            LocalDateTime start,
            double[] intensity,
            double threshold,
            SplittableRandom random) {
        this.id = id;
        this.sport = sport;
        this.name = name;
        this.start = start;
        int seconds = intensity.length;
        boolean ride = isRide();
        this.speed = new double[seconds];
        this.heartRate = new double[seconds];
        this.power = new double[ride ? seconds : 0];
        this.altitude = new double[seconds];
        double heart = 85;
        double mood = 0;
        double phase = random.nextDouble(6);
        for (int i = 0; i < seconds; i++) {
            mood = 0.97 * mood + random.nextDouble(-0.02, 0.02);
            double effort = Math.max(0.2, intensity[i] + mood);
            double slope = sport.equals(SportType.VIRTUAL_RIDE) ? 0 : 0.02 * Math.sin(i / 240.0 + phase);
            double drift = 1 + 0.04 * i / 7_200;
            double target = RESTING + (MAXIMUM - RESTING) * Math.min(0.98, (0.18 + 0.68 * effort) * drift);
            heart += (target - heart) / LAG;
            heartRate[i] = heart;
            altitude[i] = i == 0 ? 120 : altitude[i - 1] + slope * speed[i - 1];
            if (ride) {
                power[i] = Math.max(0, threshold * (effort + random.nextDouble(-0.06, 0.06)));
                speed[i] = 9.6 * Math.cbrt(power[i] / 230) * (1 - 6 * slope);
            } else {
                speed[i] = threshold * (0.2 + 0.8 * effort) * (1 - 3 * slope);
            }
        }
    }

    private boolean isRide() {
        return sport.equals(SportType.RIDE) || sport.equals(SportType.VIRTUAL_RIDE);
    }

    private boolean hasDistance() {
        return !sport.equals(SportType.WEIGHT_TRAINING);
    }

    /** As Strava lists it. */
    String summary() {
        return json(json -> {
            json.name("id").value(id);
            json.name("name").value(name);
            json.name("sport_type").value(sport.name());
            json.name("start_date").value(start + ":00Z");
            json.name("start_date_local").value(start + ":00Z");
            json.name("timezone").value("(GMT+00:00) Europe/London");
            json.name("moving_time").value(speed.length);
            json.name("elapsed_time").value(speed.length + 90);
            json.name("average_heartrate").value(rounded(mean(heartRate), 1));
            if (hasDistance()) {
                json.name("distance").value(rounded(mean(speed) * speed.length, 1));
                json.name("total_elevation_gain").value(sport.equals(SportType.SWIM) ? 0 : rounded(gain(), 0));
            }
            if (isRide()) {
                json.name("device_watts").value(true);
                json.name("average_watts").value(rounded(mean(power), 1));
                json.name("weighted_average_watts").value(Math.round(weighted()));
            }
        });
    }

    /** As Strava sends the streams, by type. */
    String streams() {
        return json(json -> {
            stream(json, "time", i -> i, 0);
            double[] metres = new double[speed.length];
            for (int i = 1; i < metres.length; i++) {
                metres[i] = metres[i - 1] + speed[i];
            }
            stream(json, "distance", i -> metres[i], 1);
            stream(json, "altitude", i -> altitude[i], 1);
            stream(json, "heartrate", i -> heartRate[i], 0);
            if (isRide()) {
                stream(json, "watts", i -> power[i], 0);
            }
        });
    }

    @FunctionalInterface
    private interface Values {
        double at(int index);
    }

    private void stream(JsonWriter json, String type, Values values, int digits) throws IOException {
        json.name(type).beginObject().name("data").beginArray();
        for (int i = 0; i < speed.length; i++) {
            if (digits == 0) {
                json.value(Math.round(values.at(i)));
            } else {
                json.value(rounded(values.at(i), digits));
            }
        }
        json.endArray().endObject();
    }

    private static String json(Json.Members members) {
        try {
            Buffer buffer = new Buffer();
            JsonWriter json = JsonWriter.of(buffer);
            json.beginObject();
            members.write(json);
            json.endObject();
            return buffer.readUtf8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double rounded(double value, int digits) {
        return digits == 0 ? Math.rint(value) : Math.rint(value * 10) / 10;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private double gain() {
        double gain = 0;
        for (int i = 1; i < altitude.length; i++) {
            gain += Math.max(0, altitude[i] - altitude[i - 1]);
        }
        return gain;
    }

    /** The fourth root of the mean fourth power of a running average of 25 seconds. */
    private double weighted() {
        double running = power[0];
        double sum = 0;
        for (double watts : power) {
            running += (watts - running) / 25;
            sum += Math.pow(running, 4);
        }
        return Math.pow(sum / power.length, 0.25);
    }
}
