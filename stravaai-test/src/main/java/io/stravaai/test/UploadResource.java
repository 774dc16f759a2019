package io.stravaai.test;

import static io.stravaai.auth.Scope.ACTIVITY_WRITE;

import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.test.FakeRoutes.Access;
import io.stravaai.test.FakeRoutes.Charge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files on their way to become activities, which takes two seconds of the fake's clock. */
final class UploadResource {

    private static final Duration PROCESSING = Duration.ofSeconds(2);
    private static final Set<String> DATA_TYPES = Set.of("fit", "fit.gz", "tcx", "tcx.gz", "gpx", "gpx.gz");

    private final FakeStrava strava;
    private final Map<Long, Upload> uploads = new LinkedHashMap<>();

    UploadResource(FakeStrava strava) {
        this.strava = strava;
    }

    void addTo(FakeRoutes routes) {
        routes.add("POST", "/uploads", Access.of(ACTIVITY_WRITE), Charge.UPLOAD, this::create);
        routes.add("GET", "/uploads/{id}", Access.of(ACTIVITY_WRITE), this::get);
    }

    private static final class Upload {

        private final long id;
        private final FakeAthlete athlete;
        private final Multipart form;
        private final String externalId;
        private final Instant arrived;
        private @Nullable ActivityId activity;
        private @Nullable String error;

        Upload(long id, FakeAthlete athlete, Multipart form, String externalId, Instant arrived) {
            this.id = id;
            this.athlete = athlete;
            this.form = form;
            this.externalId = externalId;
            this.arrived = arrived;
        }

        boolean finished() {
            return activity != null || error != null;
        }

        boolean deleted() {
            return activity != null && athlete.rows().find(activity.value()).isEmpty();
        }

        boolean repeats(Upload earlier) {
            return athlete == earlier.athlete
                    && earlier.activity != null
                    && !earlier.deleted()
                    && form.file().equals(earlier.form.file());
        }

        String json() {
            String status = error != null
                    ? "There was an error processing your activity."
                    : deleted()
                            ? "The created activity has been deleted."
                            : activity != null ? "Your activity is ready." : "Your activity is still being processed.";
            return new JsonMembers()
                    .raw("id", id)
                    .text("id_str", String.valueOf(id))
                    .raw("external_id", activity == null ? "null" : Json.text(externalId))
                    .raw("error", error == null ? "null" : Json.text(error))
                    .text("status", status)
                    .raw("activity_id", activity == null || deleted() ? "null" : activity)
                    .toString();
        }
    }

    private FakeResponse create(FakeCall call) {
        Multipart form =
                Multipart.of(call.request().contentType(), call.request().body());
        String dataType = form.texts().getOrDefault("data_type", "");
        if (!DATA_TYPES.contains(dataType)) {
            return Faults.badRequest("Upload", "data_type", "invalid");
        }
        if (form.file().size() == 0) {
            return Faults.badRequest("Upload", "file", "missing");
        }
        String given = form.texts().getOrDefault("external_id", "");
        String externalId = given.isEmpty() ? form.fileName() : given + "." + dataType;
        Upload upload = new Upload(strava.nextId(), call.athlete(), form, externalId, call.now());
        uploads.put(upload.id, upload);
        return FakeResponse.json(201, upload.json());
    }

    private FakeResponse get(FakeCall call) {
        Upload upload = uploads.get(call.id());
        return upload == null || upload.athlete != call.athlete()
                ? Faults.notFound("Upload")
                : FakeResponse.json(200, upload.json());
    }

    /** Makes activities of the files whose time has come, as of that time. */
    void process(Instant now) {
        List<Upload> due = new ArrayList<>(uploads.values());
        due.removeIf(
                upload -> upload.finished() || upload.arrived.plus(PROCESSING).isAfter(now));
        due.forEach(upload -> process(upload, upload.arrived.plus(PROCESSING)));
    }

    private void process(Upload upload, Instant at) {
        Map<String, String> texts = upload.form.texts();
        Optional<Upload> earlier =
                uploads.values().stream().filter(upload::repeats).findFirst();
        Optional<TrackFile> file = TrackFile.read(
                texts.getOrDefault("data_type", ""), upload.form.file().toByteArray());
        if (earlier.isPresent()) {
            upload.error = upload.externalId + " duplicate of activity " + earlier.get().activity;
        } else if (file.isEmpty()) {
            upload.error = upload.externalId + " malformed data.";
        } else {
            upload.activity = activity(upload, file.get(), at);
        }
    }

    private static ActivityId activity(Upload upload, TrackFile file, Instant at) {
        Map<String, String> texts = upload.form.texts();
        FakeActivity.Builder activity = FakeActivity.builder()
                .startDate(Optional.ofNullable(file.start()).orElse(upload.arrived.minus(file.duration())))
                .movingTime(file.duration())
                .externalId(upload.externalId)
                .trainer(ActivityResource.yes(texts.get("trainer")))
                .commute(ActivityResource.yes(texts.get("commute")));
        if (file.points().size() > 1) {
            double[] first = file.points().get(0);
            activity.distance(file.metres()).roundTrack(first[0], first[1]);
        }
        Optional.ofNullable(texts.get("name")).ifPresent(activity::name);
        Optional.ofNullable(texts.get("sport_type")).map(SportType::of).ifPresent(activity::sportType);
        ActivityId id = upload.athlete.add(activity.build(), at);
        Optional.ofNullable(texts.get("description")).ifPresent(upload.athlete.extras(id.value())::describe);
        return id;
    }
}
