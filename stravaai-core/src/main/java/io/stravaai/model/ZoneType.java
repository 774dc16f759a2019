package io.stravaai.model;

/** What the zones of an activity divide. An open set. */
public final class ZoneType extends NamedValue {

    /** Beats per minute. */
    public static final ZoneType HEARTRATE = new ZoneType("heartrate");
    /** Watts. */
    public static final ZoneType POWER = new ZoneType("power");
    /** Metres per second. Not in Strava's documentation. */
    public static final ZoneType PACE = new ZoneType("pace");

    private ZoneType(String name) {
        super(name);
    }

    /** The kind of zones with this name, known to this library or not. */
    public static ZoneType of(String name) {
        return new ZoneType(name);
    }
}
