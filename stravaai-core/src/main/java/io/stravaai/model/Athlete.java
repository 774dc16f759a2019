package io.stravaai.model;

import java.util.Objects;

/** The athlete that an access token belongs to. Immutable; {@link #rawJson()} is Strava's answer byte for byte. */
public final class Athlete {

    private final AthleteId id;
    private final String rawJson;

    private Athlete(AthleteId id, String rawJson) {
        this.id = Objects.requireNonNull(id, "id");
        this.rawJson = Objects.requireNonNull(rawJson, "rawJson");
    }

    /** The athlete with this id and this JSON. */
    public static Athlete of(AthleteId id, String rawJson) {
        return new Athlete(id, rawJson);
    }

    public AthleteId id() {
        return id;
    }

    public String rawJson() {
        return rawJson;
    }

    @Override
    public String toString() {
        return "Athlete[" + id + "]";
    }
}
