package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.StreamApi;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import java.util.Set;
import java.util.stream.Collectors;

/** StreamApi over HTTP. */
final class DefaultStreamApi implements StreamApi {

    private final Endpoints endpoints;

    DefaultStreamApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public StreamSet ofActivity(AthleteId athlete, ActivityId id, Set<StreamType> types, CallOptions options) {
        String keys = keys(types);
        return endpoints.object(
                athlete,
                options,
                StreamSet.class,
                (http, bearer) -> http.activityStreams(bearer, id.value(), keys, true));
    }

    @Override
    public StreamSet ofSegmentEffort(
            AthleteId athlete, SegmentEffortId id, Set<StreamType> types, CallOptions options) {
        String keys = keys(types);
        return endpoints.object(
                athlete,
                options,
                StreamSet.class,
                (http, bearer) -> http.segmentEffortStreams(bearer, id.value(), keys, true));
    }

    @Override
    public StreamSet ofSegment(AthleteId athlete, SegmentId id, Set<StreamType> types, CallOptions options) {
        String keys = keys(types);
        return endpoints.object(
                athlete,
                options,
                StreamSet.class,
                (http, bearer) -> http.segmentStreams(bearer, id.value(), keys, true));
    }

    @Override
    public StreamSet ofRoute(AthleteId athlete, RouteId id, CallOptions options) {
        return endpoints.object(
                athlete, options, StreamSet.class, (http, bearer) -> http.routeStreams(bearer, id.value()));
    }

    private static String keys(Set<StreamType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("Name the streams to ask for, such as StreamType.TIME");
        }
        return types.stream().map(StreamType::name).collect(Collectors.joining(","));
    }
}
