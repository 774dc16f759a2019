package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.Paged;
import io.stravaai.client.RouteApi;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Route;
import io.stravaai.model.RouteId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** RouteApi over HTTP. */
final class DefaultRouteApi implements RouteApi {

    private final Endpoints endpoints;

    DefaultRouteApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Route get(AthleteId athlete, RouteId id, CallOptions options) {
        return endpoints.object(athlete, options, Route.class, (http, bearer) -> http.route(bearer, id.value()));
    }

    @Override
    public Paged<Route> list(AthleteId athlete, CallOptions options) {
        return endpoints.pages(
                athlete,
                options,
                Route.class,
                (http, bearer, page, perPage) -> http.routes(bearer, athlete.value(), page, perPage));
    }

    @Override
    public void exportGpx(AthleteId athlete, RouteId id, OutputStream target, CallOptions options) {
        export(athlete, options, (http, bearer) -> http.exportGpx(bearer, id.value()), "gpx", target);
    }

    @Override
    public void exportTcx(AthleteId athlete, RouteId id, OutputStream target, CallOptions options) {
        export(
                athlete,
                options,
                (http, bearer) -> http.exportTcx(bearer, id.value()),
                "TrainingCenterDatabase",
                target);
    }

    /**
     * @param root the name of the root element, without which the answer is something else, such as a page of HTML
     */
    private void export(
            AthleteId athlete, CallOptions options, Endpoints.Request request, String root, OutputStream target) {
        Objects.requireNonNull(target, "target");
        byte[] file = endpoints.read(athlete, options, request, body -> {
            String text = new String(body, StandardCharsets.UTF_8);
            if (!text.contains("<" + root) || !text.contains("</" + root + ">")) {
                throw new ResponseFormatException("Expected a whole <" + root + "> document", null);
            }
            return body;
        });
        try {
            target.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The target of an export failed", e);
        }
    }
}
