package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;

/** An activity as lists show it: without description, laps, splits and efforts. */
public final class SummaryActivity extends Activity {

    SummaryActivity(JsonObject json) {
        super(json);
    }
}
