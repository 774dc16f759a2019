package io.stravaai.model;

/** What a stream measures. An open set. */
public final class StreamType extends NamedValue {

    /** Seconds since the start. */
    public static final StreamType TIME = new StreamType("time");
    /** Metres since the start. */
    public static final StreamType DISTANCE = new StreamType("distance");
    /** Degrees. */
    public static final StreamType LATLNG = new StreamType("latlng");
    /** Metres. */
    public static final StreamType ALTITUDE = new StreamType("altitude");
    /** Metres per second, smoothed. */
    public static final StreamType VELOCITY_SMOOTH = new StreamType("velocity_smooth");
    /** Beats per minute. */
    public static final StreamType HEARTRATE = new StreamType("heartrate");
    /** Revolutions, or steps of one foot, per minute. */
    public static final StreamType CADENCE = new StreamType("cadence");
    /** Watts. */
    public static final StreamType WATTS = new StreamType("watts");
    /** Degrees Celsius. */
    public static final StreamType TEMP = new StreamType("temp");
    /** Whether the athlete moves. */
    public static final StreamType MOVING = new StreamType("moving");
    /** Percent, smoothed. */
    public static final StreamType GRADE_SMOOTH = new StreamType("grade_smooth");

    private StreamType(String name) {
        super(name);
    }

    /** The type of stream with this name, known to this library or not. */
    public static StreamType of(String name) {
        if (!name.matches("\\w+")) {
            throw new IllegalArgumentException("Not one type of stream: '" + name + "'");
        }
        return new StreamType(name);
    }

    /** What Strava calls a type, whatever it is. */
    static StreamType read(String name) {
        return new StreamType(name);
    }
}
