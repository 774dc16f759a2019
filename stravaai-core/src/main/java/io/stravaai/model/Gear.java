package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A bike or a pair of shoes. */
public final class Gear extends StravaObject {

    private final GearId id;

    Gear(JsonObject json) {
        super(json);
        this.id = gearId("id").orElseThrow(() -> json.misshapen("id", "an id"));
    }

    public GearId id() {
        return id;
    }

    /** 2 for a summary, 3 for all there is. */
    public OptionalInt resourceState() {
        return count("resource_state");
    }

    /** Brand, model and nickname in one. */
    public Optional<String> name() {
        return text("name");
    }

    public Optional<String> nickname() {
        return text("nickname");
    }

    /** Whether it is the athlete's default. */
    public Optional<Boolean> primary() {
        return flag("primary");
    }

    public Optional<Boolean> retired() {
        return flag("retired");
    }

    /** How far it has come, in metres. */
    public OptionalDouble distance() {
        return number("distance");
    }

    public Optional<String> brandName() {
        return text("brand_name");
    }

    public Optional<String> modelName() {
        return text("model_name");
    }

    public Optional<String> description() {
        return text("description");
    }

    /** Bikes only: 1 mountain, 2 cross, 3 road, 4 time trial. */
    public OptionalInt frameType() {
        return count("frame_type");
    }

    /** Bikes only, in kilograms. */
    public OptionalDouble weight() {
        return number("weight");
    }

    @Override
    public String toString() {
        return "Gear[" + id + "]";
    }
}
