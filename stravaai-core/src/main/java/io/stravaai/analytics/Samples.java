package io.stravaai.analytics;

import io.stravaai.model.BooleanStream;
import io.stravaai.model.NumberStream;
import io.stravaai.model.StreamSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded during an activity, sample by sample, cleaned. Immutable.
 *
 * <p>Cleaning removes what cannot be, and never invents anything:
 *
 * <ul>
 *   <li>Samples without a time, with a negative one, or that break the order of time are dropped; of several ways to make the
 *       order right, the one that keeps most samples is taken.
 *   <li>A channel whose length is not that of the times is left out whole, since nobody knows what belongs together.
 *   <li>What is not finite or outside of the channel's range (see {@link Channel}) is no measurement.
 *   <li>Distance never falls: what lies below what was reached before is no measurement, and neither is a jump upwards that
 *       is taken back.
 * </ul>
 *
 * <p>A gap in time of more than ten seconds, or of four times the usual interval where that is longer, is a pause. Time
 * in pauses belongs to no metric but elapsed time.
 */
public final class Samples {

    /** What is measured, with the range outside of which nothing is believed. New ones may be added. */
    public enum Channel {
        /** Metres since the start, 0 to 10,000,000. */
        DISTANCE(0, 1e7),
        /** Metres above the sea, -500 to 9,000. */
        ALTITUDE(-500, 9_000),
        /** Metres per second, 0 to 60. */
        SPEED(0, 60),
        /** Beats per minute, 25 to 250: 0 is a strap without contact, not a heart rate. */
        HEART_RATE(25, 250),
        /** Revolutions, steps of one foot, or strokes, per minute, 0 to 300. */
        CADENCE(0, 300),
        /** Watts, 0 to 3,000. */
        POWER(0, 3_000),
        /** Slope in percent, -100 to 100. */
        GRADE(-100, 100),
        /** 1 while the athlete moves, 0 while not. */
        MOVING(0, 1);

        private final double min;
        private final double max;

        Channel(double min, double max) {
            this.min = min;
            this.max = max;
        }

        private boolean accepts(double value) {
            return value >= min && value <= max;
        }
    }

    /** The most that is a gap in 1 Hz data and no pause, in seconds. */
    private static final double MIN_GAP_LIMIT = 10;

    /** Times beyond 30 days are nonsense. */
    private static final double MAX_TIME = 30 * 86_400.0;

    private final double[] time;
    private final Map<Channel, double[]> channels;
    private final Set<Channel> ignored;
    private final int dropped;
    private final double gapLimit;
    private final double[] weights;
    private final double recorded;

    private Samples(Samples other, Channel without) {
        this.time = other.time;
        this.channels = new EnumMap<>(other.channels);
        this.channels.remove(without);
        this.ignored = other.ignored;
        this.dropped = other.dropped;
        this.gapLimit = other.gapLimit;
        this.weights = other.weights;
        this.recorded = other.recorded;
    }

    private Samples(Builder builder) {
        int[] kept = orderedTimes(builder.time);
        this.dropped = builder.time.length - kept.length;
        this.time = pick(builder.time, kept);
        this.channels = new EnumMap<>(Channel.class);
        this.ignored = EnumSet.noneOf(Channel.class);
        builder.channels.forEach((channel, values) -> {
            if (values.length != builder.time.length) {
                ignored.add(channel);
                return;
            }
            double[] clean = pick(values, kept);
            for (int i = 0; i < clean.length; i++) {
                if (!channel.accepts(clean[i])) {
                    clean[i] = Double.NaN;
                }
            }
            if (channel == Channel.DISTANCE) {
                clean = Monotone.neverFalling(clean);
            }
            if (Arrays.stream(clean).anyMatch(value -> !Double.isNaN(value))) {
                channels.put(channel, clean);
            }
        });
        this.gapLimit = Math.max(MIN_GAP_LIMIT, 4 * medianInterval(time));
        this.weights = new double[time.length];
        double sum = 0;
        for (int i = 0; i < time.length; i++) {
            double interval = i == 0 ? time[0] : time[i] - time[i - 1];
            weights[i] = interval <= gapLimit ? interval : 0;
            sum += weights[i];
        }
        this.recorded = sum;
    }

    /**
     * A builder.
     *
     * @param time when each sample was taken, in seconds since the start
     */
    public static Builder builder(double... time) {
        return new Builder(time.clone());
    }

    /**
     * The streams that Strava sent. Streams that are missing, or of a shape that is not known, are left out; without times
     * there are no samples.
     */
    public static Samples of(StreamSet streams) {
        Builder builder = new Builder(LenientFields.read(streams::time)
                .map(stream -> stream.toArray(Double.NaN))
                .orElse(new double[0]));
        add(builder, Channel.DISTANCE, streams::distance);
        add(builder, Channel.ALTITUDE, streams::altitude);
        add(builder, Channel.SPEED, streams::velocitySmooth);
        add(builder, Channel.HEART_RATE, streams::heartrate);
        add(builder, Channel.CADENCE, streams::cadence);
        add(builder, Channel.POWER, streams::watts);
        add(builder, Channel.GRADE, streams::gradeSmooth);
        LenientFields.read(streams::moving).ifPresent(moving -> builder.channel(Channel.MOVING, flags(moving)));
        return builder.build();
    }

    private static void add(Builder builder, Channel channel, Supplier<Optional<NumberStream>> stream) {
        LenientFields.read(stream).ifPresent(found -> builder.channel(channel, found.toArray(Double.NaN)));
    }

    private static double[] flags(BooleanStream stream) {
        double[] flags = new double[stream.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = stream.isNull(i) ? Double.NaN : stream.get(i) ? 1 : 0;
        }
        return flags;
    }

    /** How many samples there are after cleaning. */
    public int size() {
        return time.length;
    }

    /** How many samples were dropped because of their time. */
    public int dropped() {
        return dropped;
    }

    /** The channels that were left out because their length is not that of the times. */
    public Set<Channel> ignored() {
        return Collections.unmodifiableSet(ignored);
    }

    /** Whether the channel has at least one measurement. */
    public boolean has(Channel channel) {
        return channels.containsKey(channel);
    }

    /**
     * When a sample was taken, in seconds since the start.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double time(int index) {
        return time[Objects.checkIndex(index, time.length)];
    }

    /**
     * A measurement; {@code NaN} if there is none.
     *
     * @throws IndexOutOfBoundsException if the index is not below {@link #size()}
     */
    public double value(Channel channel, int index) {
        Objects.checkIndex(index, time.length);
        double[] values = channels.get(channel);
        return values == null ? Double.NaN : values[index];
    }

    /** The seconds from the start to the last sample, pauses included. */
    public double elapsedSeconds() {
        return time.length == 0 ? 0 : time[time.length - 1];
    }

    /** The seconds that were recorded: those elapsed without the pauses. */
    public double recordedSeconds() {
        return recorded;
    }

    /** The share of {@link #recordedSeconds()} in which the channel has measurements, from 0 to 1. */
    public double coverage(Channel channel) {
        double[] values = channels.get(channel);
        if (values == null || recorded <= 0) {
            return 0;
        }
        double covered = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                covered += weights[i];
            }
        }
        return Math.min(1, covered / recorded);
    }

    /** The same without a channel. */
    Samples without(Channel channel) {
        return new Samples(this, channel);
    }

    /** Not to be written to. */
    double[] times() {
        return time;
    }

    /** Not to be written to; null if there is no measurement. */
    double @Nullable [] channel(Channel channel) {
        return channels.get(channel);
    }

    /** The seconds before each sample for which it stands, 0 after a pause. Not to be written to. */
    double[] weights() {
        return weights;
    }

    /** The longest time between two samples that is no pause, in seconds. */
    double gapLimit() {
        return gapLimit;
    }

    @Override
    public String toString() {
        return "Samples[" + time.length + " samples of " + channels.keySet() + "]";
    }

    private static int[] orderedTimes(double[] time) {
        double[] plausible = new double[time.length];
        for (int i = 0; i < time.length; i++) {
            plausible[i] = time[i] >= 0 && time[i] <= MAX_TIME ? time[i] : Double.NaN;
        }
        return Monotone.longestRising(plausible);
    }

    private static double[] pick(double[] values, int[] indices) {
        if (indices.length == values.length) {
            return values.clone();
        }
        double[] picked = new double[indices.length];
        for (int i = 0; i < indices.length; i++) {
            picked[i] = values[indices[i]];
        }
        return picked;
    }

    private static double medianInterval(double[] time) {
        if (time.length < 2) {
            return 0;
        }
        double[] intervals = new double[time.length - 1];
        for (int i = 1; i < time.length; i++) {
            intervals[i - 1] = time[i] - time[i - 1];
        }
        Arrays.sort(intervals);
        return intervals[intervals.length / 2];
    }

    /** Collects the channels of {@link Samples}. Not thread-safe. */
    public static final class Builder {

        private final double[] time;
        private final Map<Channel, double[]> channels = new EnumMap<>(Channel.class);

        private Builder(double[] time) {
            this.time = time;
        }

        /** Measurements of a channel, one for each time; {@code NaN} where there is none. */
        public Builder channel(Channel channel, double... values) {
            channels.put(channel, values.clone());
            return this;
        }

        /** Cleans what was collected. Never fails. */
        public Samples build() {
            return new Samples(this);
        }
    }
}
