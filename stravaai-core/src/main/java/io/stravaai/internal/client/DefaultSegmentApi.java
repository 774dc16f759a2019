package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.Paged;
import io.stravaai.client.SegmentApi;
import io.stravaai.client.SegmentExploreRequest;
import io.stravaai.internal.http.StravaHttp;
import io.stravaai.internal.json.JsonObject;
import io.stravaai.model.AthleteId;
import io.stravaai.model.ExplorerSegment;
import io.stravaai.model.Segment;
import io.stravaai.model.SegmentId;
import io.stravaai.model.StravaJson;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SegmentApi over HTTP. */
final class DefaultSegmentApi implements SegmentApi {

    private final Endpoints endpoints;
    private final AnswerCache cache;

    DefaultSegmentApi(Endpoints endpoints, AnswerCache cache) {
        this.endpoints = endpoints;
        this.cache = cache;
    }

    @Override
    public Segment get(AthleteId athlete, SegmentId id, CallOptions options) {
        return cache.get(
                athlete,
                Segment.class,
                id,
                options,
                () -> endpoints.object(
                        athlete, options, Segment.class, (http, bearer) -> http.segment(bearer, id.value())));
    }

    @Override
    public List<ExplorerSegment> explore(AthleteId athlete, SegmentExploreRequest request, CallOptions options) {
        String bounds = Stream.of(request.southWest(), request.northEast())
                .map(corner -> Parameters.decimal(corner.latitude()) + "," + Parameters.decimal(corner.longitude()))
                .collect(Collectors.joining(","));
        return endpoints.read(
                athlete,
                options,
                (http, bearer) -> http.exploreSegments(
                        bearer,
                        bounds,
                        request.activityType().orElse(null),
                        orNull(request.minClimbCategory()),
                        orNull(request.maxClimbCategory())),
                body -> JsonObject.parse(body)
                        .requiredObjects("segments", json -> StravaJson.read(json.rawBytes(), ExplorerSegment.class)));
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    @Override
    public Paged<Segment> starred(AthleteId athlete, CallOptions options) {
        return endpoints.pages(athlete, options, Segment.class, StravaHttp::starredSegments);
    }

    @Override
    public Segment star(AthleteId athlete, SegmentId id, boolean starred, CallOptions options) {
        try {
            return endpoints.object(
                    athlete, options, Segment.class, (http, bearer) -> http.starSegment(bearer, id.value(), starred));
        } finally {
            // Also if the answer is lost, for Strava may have done it.
            cache.drop(athlete, Segment.class, id);
        }
    }
}
