package io.stravaai.internal.client;

import io.stravaai.client.CallOptions;
import io.stravaai.client.UploadApi;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Upload;
import io.stravaai.model.UploadId;
import java.time.Duration;
import java.time.Instant;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

/** UploadApi over HTTP. */
final class DefaultUploadApi implements UploadApi {

    /** Strava wants a second at least between two looks, and says that it takes about two. */
    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final MediaType BINARY = MediaType.get("application/octet-stream");

    private final Endpoints endpoints;

    DefaultUploadApi(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Upload create(AthleteId athlete, UploadRequest request, CallOptions options) {
        MultipartBody.Builder parts = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("data_type", request.dataType())
                .addFormDataPart("external_id", request.externalId());
        request.name().ifPresent(name -> parts.addFormDataPart("name", name));
        request.description().ifPresent(description -> parts.addFormDataPart("description", description));
        request.sportType().ifPresent(sport -> parts.addFormDataPart("sport_type", sport.name()));
        if (request.trainer()) {
            parts.addFormDataPart("trainer", "1");
        }
        if (request.commute()) {
            parts.addFormDataPart("commute", "1");
        }
        RequestBody body = parts.addFormDataPart(
                        "file",
                        request.externalId() + "." + request.dataType(),
                        RequestBody.create(request.content(), BINARY))
                .build();
        return endpoints.upload(athlete, options, Upload.class, (http, bearer) -> http.createUpload(bearer, body));
    }

    @Override
    public Upload get(AthleteId athlete, UploadId id, CallOptions options) {
        return endpoints.object(athlete, options, Upload.class, (http, bearer) -> http.upload(bearer, id.value()));
    }

    @Override
    public Upload await(AthleteId athlete, UploadId id, CallOptions options) {
        Instant latest = endpoints.now().plus(PATIENCE);
        CallOptions bounded =
                options.withDeadline(options.deadline().filter(latest::isAfter).orElse(latest));
        Duration interval = FIRST_INTERVAL;
        boolean asked = false;
        while (true) {
            boolean looked = asked;
            endpoints.sleep(
                    interval,
                    bounded,
                    () -> new DeadlineExceededException(
                            looked
                                    ? "Strava has not finished with upload " + id + " in time"
                                    : "The deadline passes before upload " + id + " is looked at",
                            false));
            Upload upload = get(athlete, id, bounded);
            asked = true;
            if (upload.state() != Upload.State.PROCESSING) {
                return upload;
            }
            interval = interval.multipliedBy(2).compareTo(LONGEST_INTERVAL) < 0
                    ? interval.multipliedBy(2)
                    : LONGEST_INTERVAL;
        }
    }
}
