package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.SegmentEffortApi;
import io.stravaai.client.SegmentEffortListRequest;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SegmentEffort;
import io.stravaai.model.SegmentEffortId;
import java.util.List;

/** SegmentEffortApi over HTTP. */
final class DefaultSegmentEffortApi implements SegmentEffortApi {

    private static final int MAX_EFFORTS = 200;

    private final Endpoints endpoints;

    DefaultSegmentEffortApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public SegmentEffort get(AthleteId athlete, SegmentEffortId id, CallOptions options) {
        return endpoints.object(
                athlete, options, SegmentEffort.class, (http, bearer) -> http.segmentEffort(bearer, id.value()));
    }

    @Override
    public List<SegmentEffort> list(AthleteId athlete, SegmentEffortListRequest request, CallOptions options) {
        return endpoints.array(
                athlete,
                options,
                SegmentEffort.class,
                (http, bearer) -> http.segmentEfforts(
                        bearer,
                        request.segment().value(),
                        request.startDateLocal().map(Parameters::wallClock).orElse(null),
                        request.endDateLocal().map(Parameters::wallClock).orElse(null),
                        MAX_EFFORTS));
    }
}
