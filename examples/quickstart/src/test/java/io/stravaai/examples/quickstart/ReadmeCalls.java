package io.stravaai.examples.quickstart;

import io.stravaai.StravaClient;
import io.stravaai.client.ActivityListRequest;
import io.stravaai.client.UploadRequest;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StreamType;
import java.nio.file.Path;
import java.util.Set;

/** The code of the README on calls. */
final class ReadmeCalls {

    private ReadmeCalls() {}

    static void call(StravaClient client, AthleteId athlete) {
        // readme:begin
        var activity = client.activities().get(athlete, ActivityId.of(12345678901L));
        System.out.println(activity.id() + " " + activity.calories().orElse(0));

        var types = Set.of(StreamType.TIME, StreamType.HEARTRATE);
        var streams = client.streams().ofActivity(athlete, activity.id(), types);
        streams.heartrate().ifPresent(rates -> System.out.println(rates.size() + " values"));

        for (var each : client.activities().list(athlete, ActivityListRequest.latest())) { // asks page by page
            System.out.println(each.id() + " " + each.distance().orElse(0));
        }

        try {
            var file = UploadRequest.of(Path.of("ride.fit")).withName("To work");
            var sent = client.uploads().create(athlete, file);
            var done = client.uploads().await(athlete, sent.id());
            switch (done.state()) {
                case READY -> System.out.println("Activity " + done.activityId().orElseThrow());
                case DUPLICATE -> System.out.println("Is " + done.duplicateOf().orElseThrow());
                default -> System.out.println("No activity: " + done.error().orElse("deleted"));
            }
        } catch (ScopeMissingException e) {
            System.out.println("Ask for consent again, with " + e.scope());
        } catch (QuotaExceededException e) {
            System.out.println("Come back at " + e.resetsAt());
        } catch (StravaAiException e) {
            System.out.println(e.retryable() ? "Try later" : e.getMessage());
        }
        // readme:end
    }
}
