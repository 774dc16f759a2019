package io.stravaai.client;

import io.stravaai.model.GearId;
import io.stravaai.model.SportType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Changes to an activity; what is not named stays. Immutable. */
public final class ActivityUpdate {

    private static final ActivityUpdate NOTHING = new ActivityUpdate(Map.of());

    private final Map<String, Object> fields;

    private ActivityUpdate(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** No change yet. */
    public static ActivityUpdate of() {
        return NOTHING;
    }

    public ActivityUpdate name(String name) {
        return with("name", name);
    }

    /** An empty text takes the description away. */
    public ActivityUpdate description(String description) {
        return with("description", description);
    }

    public ActivityUpdate sportType(SportType sportType) {
        return with("sport_type", sportType.name());
    }

    public ActivityUpdate gear(GearId gear) {
        return with("gear_id", gear.value());
    }

    /** Done without any gear. */
    public ActivityUpdate noGear() {
        return with("gear_id", "none");
    }

    public ActivityUpdate commute(boolean commute) {
        return with("commute", commute);
    }

    /** Whether it was done on a trainer. */
    public ActivityUpdate trainer(boolean trainer) {
        return with("trainer", trainer);
    }

    /** Whether it is muted: kept out of feeds. */
    public ActivityUpdate hideFromHome(boolean hideFromHome) {
        return with("hide_from_home", hideFromHome);
    }

    private ActivityUpdate with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, Objects.requireNonNull(value, field));
        return new ActivityUpdate(Collections.unmodifiableMap(more));
    }

    /** The changes by Strava's names of the fields: texts and truth values. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** Says which fields change: the values are the athlete's data. */
    @Override
    public String toString() {
        return "ActivityUpdate" + fields.keySet();
    }
}
