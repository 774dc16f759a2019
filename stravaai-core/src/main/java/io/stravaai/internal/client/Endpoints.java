package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.Page;
import io.stravaai.client.Paged;
import io.stravaai.error.StravaAiException;
import io.stravaai.internal.http.StravaHttp;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.StravaObject;
import io.stravaai.quota.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.ResponseBody;
import retrofit2.Call;

/** The usual forms of a call: an object, an array, a page, a list of pages. */
record Endpoints(StravaHttp http, CallExecutor calls) {

    private static final int FULL_PAGE = 200;

    /** Makes a request. */
    interface Request {
        Call<ResponseBody> make(StravaHttp http, String bearer);
    }

    /** Makes the request of a page. */
    interface PageRequest {
        Call<ResponseBody> make(StravaHttp http, String bearer, int page, int perPage);
    }

    <T extends StravaObject> T object(AthleteId athlete, CallOptions options, Class<T> type, Request request) {
        return read(athlete, options, request, body -> StravaJson.read(body, type));
    }

    <T extends StravaObject> T upload(AthleteId athlete, CallOptions options, Class<T> type, Request request) {
        return calls.call(
                athlete,
                RequestKind.UPLOAD,
                options,
                bearer -> request.make(http, bearer),
                body -> StravaJson.read(body, type));
    }

    <T extends StravaObject> List<T> array(AthleteId athlete, CallOptions options, Class<T> type, Request request) {
        return read(athlete, options, request, body -> StravaJson.readList(body, type));
    }

    <T extends StravaObject> Page<T> page(AthleteId athlete, CallOptions options, Class<T> type, Request request) {
        return read(athlete, options, request, body -> Answers.page(body, type));
    }

    /** Full pages counted from 1. */
    <T extends StravaObject> Paged<T> pages(
            AthleteId athlete, CallOptions options, Class<T> type, PageRequest request) {
        return LazyPages.numbered(
                1,
                number ->
                        page(athlete, options, type, (http, bearer) -> request.make(http, bearer, number, FULL_PAGE)));
    }

    <T> T read(AthleteId athlete, CallOptions options, Request request, Function<byte[], T> reader) {
        return calls.call(athlete, RequestKind.READ, options, bearer -> request.make(http, bearer), reader);
    }

    Instant now() {
        return calls.now();
    }

    void sleep(Duration wait, CallOptions options, Supplier<? extends StravaAiException> reason) {
        calls.sleep(wait, options, reason);
    }
}
