package io.stravaai.internal.sync;

import io.stravaai.StravaClient;
import io.stravaai.auth.Scope;
import io.stravaai.client.CallOptions;
import io.stravaai.client.RequestCounter;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.DetailedActivity;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import io.stravaai.quota.Lane;
import io.stravaai.store.StoredActivity;
import io.stravaai.sync.SyncOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The requests of one sync. Not thread-safe. */
final class Requests {

    /** Longer than anybody waits, and short enough to reckon with. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

    /** A page as long as this, oldest first, is not so by chance. */
    private static final int ORDER_IS_CLEAR = 10;

    /** A set with an order, so that each request asks in the same words. */
    private static final Set<StreamType> ALL_STREAMS = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            StreamType.TIME,
            StreamType.DISTANCE,
            StreamType.LATLNG,
            StreamType.ALTITUDE,
            StreamType.VELOCITY_SMOOTH,
            StreamType.HEARTRATE,
            StreamType.CADENCE,
            StreamType.WATTS,
            StreamType.TEMP,
            StreamType.MOVING,
            StreamType.GRADE_SMOOTH)));

    private final StravaClient client;
    private final Clock clock;
    private final AthleteId athlete;
    private final SyncOptions options;
    private final Instant waitsUntil;
    private final RequestCounter counter = new RequestCounter();

    Requests(StravaClient client, Clock clock, AthleteId athlete, SyncOptions options) {
        this.client = client;
        this.clock = clock;
        this.athlete = athlete;
        this.options = options;
        Duration wait = options.maxWait().compareTo(LONGEST_WAIT) < 0 ? options.maxWait() : LONGEST_WAIT;
        this.waitsUntil = clock.instant().plus(wait);
    }

    ListedPage list(Window window) {
        ListedPage page = ListedPage.of(
                athlete,
                client.activities()
                        .list(
                                athlete,
                                window.request(),
                                callOptions(window.kind().lane()))
                        .first(),
                clock.instant());
        requireNewestFirst(page);
        return page;
    }

    DetailedActivity get(ActivityId id, Lane lane) {
        return client.activities().get(athlete, id, false, callOptions(lane));
    }

    /** All that Strava has of them. */
    StreamSet streams(ActivityId id, Lane lane) {
        return client.streams().ofActivity(athlete, id, ALL_STREAMS, callOptions(lane));
    }

    /** Whether a request for one activity may have failed because of this activity, so that others need not wait for it. */
    static boolean mayBeItsOwn(StravaAiException failure) {
        return failure instanceof NotFoundException
                || failure instanceof ForbiddenException
                || failure instanceof InvalidRequestException
                || failure instanceof ServerErrorException
                || failure instanceof ResponseFormatException
                || (failure instanceof StravaIoException noAnswer && noAnswer.requestSent());
    }

    int count() {
        return counter.count();
    }

    /** What the grant allows now; empty if it is not known. */
    Set<Scope> scopes() {
        return client.oauth().scopes(athlete);
    }

    /** Whether the host wants the sync to end before its next request. */
    boolean isStopped() {
        return options.isStopped();
    }

    boolean areUsedUp() {
        return count() >= options.maxRequests().orElse(Integer.MAX_VALUE);
    }

    private CallOptions callOptions(Lane lane) {
        Duration left = Duration.between(clock.instant(), waitsUntil);
        return CallOptions.defaults()
                .withLane(options.lane().orElse(lane))
                .withMaxQuotaWait(left.isNegative() ? Duration.ZERO : left)
                .withCounter(counter);
    }

    /** An answer in the wrong order would end a walk at the wrong place. */
    private static void requireNewestFirst(ListedPage page) {
        List<Instant> starts = page.starts();
        boolean ascending = starts.size() >= ORDER_IS_CLEAR
                && starts.get(0).isBefore(starts.get(starts.size() - 1))
                && starts.stream().sorted().toList().equals(starts);
        if (ascending) {
            throw new ResponseFormatException("Expected the newest activities first, but the oldest come first", null);
        }
    }

    /** The start as Strava's answer by id has it; the stored one if it has none. */
    static Instant start(DetailedActivity answer, StoredActivity stored) {
        return answer.startDate().or(stored::startDate).orElse(Instant.EPOCH);
    }
}
