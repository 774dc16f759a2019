package io.stravaai.analytics;

/** A unit of distance. New ones may be added. */
public enum DistanceUnit {
    KILOMETRE(1_000),
    MILE(1_609.344);

    private final double metres;

    DistanceUnit(double metres) {
        this.metres = metres;
    }

    /** How many metres it has. */
    public double metres() {
        return metres;
    }
}
