package io.stravaai.model;

import static java.util.Map.entry;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes objects of Strava's JSON: of what a store has kept, or what another program has fetched. The client reads answers
 * in the same way. Thread-safe.
 *
 * <pre>{@code
 * SummaryActivity activity = StravaJson.read(stored.rawJson(), SummaryActivity.class);
 * }</pre>
 */
public final class StravaJson {

    private static final Map<Class<? extends StravaObject>, Function<JsonObject, ? extends StravaObject>> MAKERS =
            Map.ofEntries(
                    entry(Achievement.class, Achievement::new),
                    entry(ActivityStats.class, ActivityStats::new),
                    entry(ActivityTotals.class, ActivityTotals::new),
                    entry(ActivityZone.class, ActivityZone::new),
                    entry(Athlete.class, Athlete::new),
                    entry(AthleteSegmentStats.class, AthleteSegmentStats::new),
                    entry(AthleteZones.class, AthleteZones::new),
                    entry(Club.class, Club::new),
                    entry(ClubEvent.class, ClubEvent::new),
                    entry(Comment.class, Comment::new),
                    entry(DetailedActivity.class, DetailedActivity::new),
                    entry(ExplorerSegment.class, ExplorerSegment::new),
                    entry(Gear.class, Gear::new),
                    entry(BooleanStream.class, BooleanStream::new),
                    entry(Lap.class, Lap::new),
                    entry(LatLngStream.class, LatLngStream::new),
                    entry(NumberStream.class, NumberStream::new),
                    entry(Photo.class, Photo::new),
                    entry(PhotosSummary.class, PhotosSummary::new),
                    entry(PolylineMap.class, PolylineMap::new),
                    entry(PushSubscription.class, PushSubscription::new),
                    entry(Route.class, Route::new),
                    entry(Segment.class, Segment::new),
                    entry(SegmentEffort.class, SegmentEffort::new),
                    entry(Split.class, Split::new),
                    entry(StreamSet.class, StreamSet::new),
                    entry(SummaryActivity.class, SummaryActivity::new),
                    entry(TimedZoneRange.class, TimedZoneRange::new),
                    entry(Upload.class, Upload::new),
                    entry(Waypoint.class, Waypoint::new),
                    entry(ZoneRange.class, ZoneRange::new),
                    entry(ZoneRanges.class, ZoneRanges::new));

    private StravaJson() {}

    /**
     * Reads one object.
     *
     * @param type a final class of this package
     * @throws ResponseFormatException if the text is not such an object: not JSON, or without its id
     */
    public static <T extends StravaObject> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * Reads one object from JSON in UTF-8.
     *
     * @throws ResponseFormatException if the text is not such an object: not JSON, not UTF-8, or without its id
     */
    public static <T extends StravaObject> T read(byte[] json, Class<T> type) {
        Function<JsonObject, ? extends StravaObject> maker = maker(type);
        byte[] copy = json.clone();
        JsonObject object = type == StreamSet.class && startsArray(json)
                ? JsonObject.parseKeyed(copy, "type")
                : JsonObject.parse(copy);
        return type.cast(maker.apply(object));
    }

    /**
     * Reads an array of objects.
     *
     * @throws ResponseFormatException if the text is not an array, or one of its elements is not such an object
     */
    public static <T extends StravaObject> List<T> readList(String json, Class<T> type) {
        return readList(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * Reads an array of objects from JSON in UTF-8.
     *
     * @throws ResponseFormatException if the text is not an array, or one of its elements is not such an object
     */
    public static <T extends StravaObject> List<T> readList(byte[] json, Class<T> type) {
        Function<JsonObject, ? extends StravaObject> maker = maker(type);
        List<T> objects = new ArrayList<>();
        for (JsonObject element : JsonObject.parseArray(json)) {
            objects.add(type.cast(maker.apply(element)));
        }
        return List.copyOf(objects);
    }

    private static Function<JsonObject, ? extends StravaObject> maker(Class<?> type) {
        Function<JsonObject, ? extends StravaObject> maker = MAKERS.get(type);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "Not a final class of " + StravaJson.class.getPackageName() + ": " + type);
        }
        return maker;
    }

    private static boolean startsArray(byte[] json) {
        for (byte b : json) {
            if (b > ' ') {
                return b == '[';
            }
        }
        return false;
    }
}
