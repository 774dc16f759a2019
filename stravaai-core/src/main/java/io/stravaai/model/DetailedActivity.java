package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** An activity with all that Strava tells about it. */
public final class DetailedActivity extends Activity {

    DetailedActivity(JsonObject json) {
        super(json);
    }

    public Optional<String> description() {
        return text("description");
    }

    /** Not documented. */
    public Optional<String> privateNote() {
        return text("private_note");
    }

    /** In kilocalories. */
    public OptionalDouble calories() {
        return number("calories");
    }

    /** The athlete's own rating, from 1 to 10. */
    public OptionalDouble perceivedExertion() {
        return number("perceived_exertion");
    }

    public Optional<Boolean> preferPerceivedExertion() {
        return flag("prefer_perceived_exertion");
    }

    public List<Lap> laps() {
        return objects("laps", Lap::new);
    }

    /** Splits of a kilometre; runs only. */
    public List<Split> splitsMetric() {
        return objects("splits_metric", Split::new);
    }

    /** Splits of a mile; runs only. */
    public List<Split> splitsStandard() {
        return objects("splits_standard", Split::new);
    }

    /** Efforts on segments; the important ones, unless all were asked for. */
    public List<SegmentEffort> segmentEfforts() {
        return objects("segment_efforts", SegmentEffort::new);
    }

    /** The fastest efforts over usual distances; runs only. They have no segment. */
    public List<SegmentEffort> bestEfforts() {
        return objects("best_efforts", SegmentEffort::new);
    }

    public Optional<Gear> gear() {
        return object("gear", Gear::new);
    }

    public Optional<PhotosSummary> photos() {
        return object("photos", PhotosSummary::new);
    }

    /** The kinds of zones it was analysed in, for example {@code heartrate}. */
    public List<String> availableZones() {
        return texts("available_zones");
    }

    /** What an embedding of the activity in a web page needs. Not a secret of the account. */
    public Optional<String> embedToken() {
        return text("embed_token");
    }
}
