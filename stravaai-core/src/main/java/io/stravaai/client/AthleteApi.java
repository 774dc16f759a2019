package io.stravaai.client;

import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;

/** The athletes themselves. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}. */
public interface AthleteApi {

    /** The athlete whose grant is used ({@code GET /athlete}). Needs {@code read}. */
    Athlete get(AthleteId athlete, CallOptions options);

    /** As {@link #get(AthleteId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Athlete get(AthleteId athlete) {
        return get(athlete, CallOptions.defaults());
    }
}
