package io.stravaai.internal.client;

import io.stravaai.client.ActivityApi;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.ActivityUpdate;
import io.stravaai.client.CallOptions;
import io.stravaai.client.NewActivity;
import io.stravaai.client.Page;
import io.stravaai.client.Paged;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.wire.JsonBodies;
import io.stravaai.model.ActivityId;
import io.stravaai.model.ActivityZone;
import io.stravaai.model.Athlete;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Comment;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.Lap;
import io.stravaai.model.Photo;
import io.stravaai.model.SummaryActivity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.RequestBody;

/** ActivityApi over HTTP. */
final class DefaultActivityApi implements ActivityApi {

    private static final int COMMENTS = 200;

    private final Endpoints endpoints;

    DefaultActivityApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Paged<SummaryActivity> list(AthleteId athlete, ActivityListRequest request, CallOptions options) {
        return LazyPages.numbered(
                request.page(),
                number -> endpoints.page(
                        athlete,
                        options,
                        SummaryActivity.class,
                        (http, bearer) -> http.activities(
                                bearer,
                                request.before().map(Instant::getEpochSecond).orElse(null),
                                request.after().map(Instant::getEpochSecond).orElse(null),
                                number,
                                request.perPage())));
    }

    @Override
    public DetailedActivity get(AthleteId athlete, ActivityId id, boolean includeAllEfforts, CallOptions options) {
        return endpoints.object(
                athlete,
                options,
                DetailedActivity.class,
                (http, bearer) -> http.activity(bearer, id.value(), includeAllEfforts));
    }

    @Override
    public DetailedActivity create(AthleteId athlete, NewActivity activity, CallOptions options) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", activity.name());
        fields.put("sport_type", activity.sportType().name());
        fields.put("start_date_local", Parameters.wallClock(activity.startDateLocal()));
        fields.put("elapsed_time", String.valueOf(activity.elapsedTime().toSeconds()));
        activity.description().ifPresent(description -> fields.put("description", description));
        activity.distance().ifPresent(metres -> fields.put("distance", Parameters.decimal(metres)));
        if (activity.trainer()) {
            fields.put("trainer", "1");
        }
        if (activity.commute()) {
            fields.put("commute", "1");
        }
        return endpoints.upload(
                athlete, options, DetailedActivity.class, (http, bearer) -> http.createActivity(bearer, fields));
    }

    @Override
    public DetailedActivity update(AthleteId athlete, ActivityId id, ActivityUpdate update, CallOptions options) {
        if (update.fields().isEmpty()) {
            throw new IllegalArgumentException(
                    "The update changes nothing: name a field, such as ActivityUpdate.of().name(..)");
        }
        RequestBody json = JsonBodies.of(update.fields());
        return endpoints.object(
                athlete,
                options,
                DetailedActivity.class,
                (http, bearer) -> http.updateActivity(bearer, id.value(), json));
    }

    @Override
    public List<Lap> laps(AthleteId athlete, ActivityId id, CallOptions options) {
        return endpoints.array(athlete, options, Lap.class, (http, bearer) -> http.laps(bearer, id.value()));
    }

    @Override
    public List<ActivityZone> zones(AthleteId athlete, ActivityId id, CallOptions options) {
        return endpoints.array(
                athlete, options, ActivityZone.class, (http, bearer) -> http.activityZones(bearer, id.value()));
    }

    @Override
    public Paged<Comment> comments(AthleteId athlete, ActivityId id, CallOptions options) {
        return new LazyPages<>(
                "",
                cursor -> endpoints.page(
                        athlete,
                        options,
                        Comment.class,
                        (http, bearer) ->
                                http.comments(bearer, id.value(), COMMENTS, cursor.isEmpty() ? null : cursor)),
                DefaultActivityApi::nextCursor);
    }

    /** The last comment says where the list goes on. */
    private static String nextCursor(String cursor, Page<Comment> page) {
        String next = page.elements().isEmpty()
                ? ""
                : page.elements().get(page.elements().size() - 1).cursor().orElse("");
        if (next.isEmpty() || next.equals(cursor)) {
            throw new ResponseFormatException(
                    "GET /activities/{id}/comments: the last comment of a page does not say where the list goes on",
                    null);
        }
        return next;
    }

    @Override
    public Paged<Athlete> kudos(AthleteId athlete, ActivityId id, CallOptions options) {
        return endpoints.pages(
                athlete,
                options,
                Athlete.class,
                (http, bearer, page, perPage) -> http.kudos(bearer, id.value(), page, perPage));
    }

    @Override
    public List<Photo> photos(AthleteId athlete, ActivityId id, int size, CallOptions options) {
        if (size < 1) {
            throw new IllegalArgumentException("A size must be a number of pixels: " + size);
        }
        return endpoints.array(athlete, options, Photo.class, (http, bearer) -> http.photos(bearer, id.value(), size));
    }
}
