package io.stravaai.model;

import io.stravaai.internal.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The streams of an activity, effort, segment or route: measurements in equal number, of which those with the same index
 * belong together. Strava sends the streams by their type, or, for routes, as a list; both are read.
 */
public final class StreamSet extends StravaObject {

    StreamSet(JsonObject json) {
        super(json);
    }

    /** Which streams there are. */
    public Set<StreamType> types() {
        Set<StreamType> types = new LinkedHashSet<>();
        fieldNames().forEach(name -> types.add(StreamType.read(name)));
        return types;
    }

    /**
     * A stream of numbers of any type but {@link StreamType#LATLNG} and {@link StreamType#MOVING}, which have accessors of
     * their own.
     *
     * @throws IllegalArgumentException for these two
     */
    public Optional<NumberStream> numbers(StreamType type) {
        if (type.equals(StreamType.LATLNG) || type.equals(StreamType.MOVING)) {
            throw new IllegalArgumentException(
                    "The stream " + type + " holds no numbers; use " + type + "() in place of numbers(..)");
        }
        return object(type.name(), NumberStream::new);
    }

    /** In seconds since the start. */
    public Optional<NumberStream> time() {
        return numbers(StreamType.TIME);
    }

    /** In metres since the start. */
    public Optional<NumberStream> distance() {
        return numbers(StreamType.DISTANCE);
    }

    public Optional<LatLngStream> latlng() {
        return object(StreamType.LATLNG.name(), LatLngStream::new);
    }

    /** In metres. */
    public Optional<NumberStream> altitude() {
        return numbers(StreamType.ALTITUDE);
    }

    /** In metres per second. */
    public Optional<NumberStream> velocitySmooth() {
        return numbers(StreamType.VELOCITY_SMOOTH);
    }

    /** In beats per minute. */
    public Optional<NumberStream> heartrate() {
        return numbers(StreamType.HEARTRATE);
    }

    /** In revolutions, or steps of one foot, per minute. */
    public Optional<NumberStream> cadence() {
        return numbers(StreamType.CADENCE);
    }

    /** In watts. */
    public Optional<NumberStream> watts() {
        return numbers(StreamType.WATTS);
    }

    /** In degrees Celsius. */
    public Optional<NumberStream> temp() {
        return numbers(StreamType.TEMP);
    }

    public Optional<BooleanStream> moving() {
        return object(StreamType.MOVING.name(), BooleanStream::new);
    }

    /** In percent. */
    public Optional<NumberStream> gradeSmooth() {
        return numbers(StreamType.GRADE_SMOOTH);
    }
}
