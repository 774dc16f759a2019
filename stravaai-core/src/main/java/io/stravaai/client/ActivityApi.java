package io.stravaai.client;

import io.stravaai.model.AthleteId;

/** An athlete's activities. Thread-safe. Every method throws {@link io.stravaai.error.StravaAiException}. */
public interface ActivityApi {

    /**
     * One page of the athlete's activities ({@code GET /athlete/activities}). Needs {@code activity:read}; without
     * {@code activity:read_all} activities that only the athlete may see are left out without a word.
     *
     * <p>Without {@code after} the newest come first. A page may be shorter than asked for before the end of the list.
     */
    ActivityPage list(AthleteId athlete, ActivityListRequest request, CallOptions options);

    /** As {@link #list(AthleteId, ActivityListRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default ActivityPage list(AthleteId athlete, ActivityListRequest request) {
        return list(athlete, request, CallOptions.defaults());
    }
}
