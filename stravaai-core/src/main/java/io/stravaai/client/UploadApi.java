package io.stravaai.client;

import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.StravaIoException;
import io.stravaai.model.AthleteId;
import io.stravaai.model.Upload;
import io.stravaai.model.UploadId;

/**
 * Uploads of files, of which Strava makes activities in its own time. Thread-safe.
 *
 * <p>A method names the exceptions that belong to it; those that any call may throw stand at
 * {@link io.stravaai.StravaClient}.
 */
public interface UploadApi {

    /**
     * Sends a file ({@code POST /uploads}; recorded). Strava answers before it has looked into it, see {@link #await}.
     *
     * <p>Needs {@code activity:write}. Charged to the overall quota only.
     *
     * <p>The client repeats it only where Strava cannot have seen it. After a {@link StravaIoException} whose
     * {@code requestSent()} is true, sending the same again is safe: Strava recognises a file that it has made an
     * activity of, which then is a {@link Upload.State#DUPLICATE}.
     *
     * @throws InvalidRequestException if Strava does not take the file
     * @throws ScopeMissingException if the grant lacks {@code activity:write}
     */
    Upload create(AthleteId athlete, UploadRequest request, CallOptions options);

    /** As {@link #create(AthleteId, UploadRequest, CallOptions)} with {@link CallOptions#defaults()}. */
    default Upload create(AthleteId athlete, UploadRequest request) {
        return create(athlete, request, CallOptions.defaults());
    }

    /**
     * What Strava has made of an upload ({@code GET /uploads/{id}}; recorded).
     *
     * <p>Needs {@code activity:write}. Charged to the overall and the read quota.
     *
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Upload get(AthleteId athlete, UploadId id, CallOptions options);

    /** As {@link #get(AthleteId, UploadId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Upload get(AthleteId athlete, UploadId id) {
        return get(athlete, id, CallOptions.defaults());
    }

    /**
     * Asks {@link #get} until Strava has finished with an upload, at first after a second and then less and less often,
     * and returns the result, be it a failure or a duplicate. Gives up after five minutes, or at the deadline of the
     * call.
     *
     * <p>Needs {@code activity:write}. Each request is charged to the overall and the read quota.
     *
     * @throws DeadlineExceededException if Strava has not finished by then; asking again later is safe
     * @throws NotFoundException if there is none with this id, or the athlete may not see it
     */
    Upload await(AthleteId athlete, UploadId id, CallOptions options);

    /** As {@link #await(AthleteId, UploadId, CallOptions)} with {@link CallOptions#defaults()}. */
    default Upload await(AthleteId athlete, UploadId id) {
        return await(athlete, id, CallOptions.defaults());
    }
}
