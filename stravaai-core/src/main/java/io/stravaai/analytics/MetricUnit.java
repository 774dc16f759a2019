package io.stravaai.analytics;

/** The unit of a {@link MetricValue}. New ones may be added. */
public enum MetricUnit {
    /** A pure number. */
    RATIO(""),
    PERCENT("%"),
    /** Points of load or stress, such as TSS, HRSS and TRIMP. */
    POINTS("points"),
    /** A number of things. */
    COUNT(""),
    SECONDS("s"),
    DAYS("d"),
    METRES("m"),
    METRES_PER_SECOND("m/s"),
    /** Pace of runs and walks. */
    SECONDS_PER_KILOMETRE("s/km"),
    /** Pace of swims. */
    SECONDS_PER_100_METRES("s/100 m"),
    WATTS("W"),
    WATTS_PER_KILOGRAM("W/kg"),
    KILOJOULES("kJ"),
    BEATS_PER_MINUTE("bpm"),
    BEATS_PER_MINUTE_PER_HOUR("bpm/h"),
    /** Cadence as Strava has it: turns of the cranks, strokes, or steps of one leg, which are half of all. */
    REVOLUTIONS_PER_MINUTE("rpm"),
    /** Efficiency factor with power. */
    WATTS_PER_BEAT_PER_MINUTE("W/bpm"),
    /** Efficiency factor with speed. */
    METRES_PER_MINUTE_PER_BEAT_PER_MINUTE("m/min/bpm"),
    /** Oxygen uptake. */
    MILLILITRES_PER_KILOGRAM_PER_MINUTE("ml/kg/min");

    private final String symbol;

    MetricUnit(String symbol) {
        this.symbol = symbol;
    }

    /** As it is written behind a number; empty for pure numbers. */
    public String symbol() {
        return symbol;
    }
}
