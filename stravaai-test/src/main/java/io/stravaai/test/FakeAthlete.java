package io.stravaai.test;

import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.ClubId;
import io.stravaai.model.RouteId;
import io.stravaai.model.SegmentEffortId;
import io.stravaai.model.SegmentId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An athlete at {@link FakeStrava} who has connected the application. Thread-safe.
 *
 * <p>Methods that take an {@link ActivityId} throw {@link IllegalArgumentException} if the athlete has no such
 * activity.
 */
public final class FakeAthlete {

    /** Larger than a double can hold to the last digit, as Strava's are. */
    private static final long EFFORTS = 3_085_000_000_000_000_000L;

    private static final long ROUTES = 3_407_000_000_000_000_000L;

    private final FakeStrava strava;
    private final AthleteId id;
    private final ActivityRows rows = new ActivityRows();
    private final Deque<Past> past = new ArrayDeque<>();
    private final Map<Long, Instant> arrivals = new HashMap<>();
    private final Map<Long, ActivityExtras> extras = new HashMap<>();
    private final Efforts efforts = new Efforts();
    private final Set<Long> starred = new HashSet<>();
    private final Set<Long> clubs = new LinkedHashSet<>();
    private final List<RouteResource.Route> routes = new ArrayList<>();
    private Set<Scope> scopes;
    private boolean subscriber;
    private double weight = 70.5;
    private int histories;

    /** What a replica shows that is behind: the rows as they were until this instant. */
    private record Past(Instant until, ActivityRows rows) {}

    FakeAthlete(FakeStrava strava, AthleteId id, Set<Scope> scopes) {
        this.strava = strava;
        this.id = id;
        this.scopes = scopes;
    }

    public AthleteId id() {
        return id;
    }

    /**
     * The refresh token that is valid now.
     *
     * @throws IllegalStateException if the athlete has revoked the application
     */
    public String refreshToken() {
        return strava.locked(() -> strava.tokens()
                .refreshToken(this)
                .orElseThrow(() -> new IllegalStateException("Athlete " + id + " has revoked the application")));
    }

    /**
     * A grant whose access token is valid now.
     *
     * @throws IllegalStateException if the athlete has revoked the application
     */
    public TokenGrant grant() {
        return strava.locked(() -> strava.tokens().current(this, strava.now()));
    }

    /**
     * A grant whose access token ended a second ago; the refresh token is valid.
     *
     * @throws IllegalStateException if the athlete has revoked the application
     */
    public TokenGrant expiredGrant() {
        return strava.locked(() -> strava.tokens().expired(this, strava.now()));
    }

    /** Consents again, also after a revocation, and returns the code: usable once, for ten minutes. */
    public String consent(Set<Scope> scopes) {
        Set<Scope> asked = copy(scopes);
        return strava.locked(() -> strava.tokens().code(this, asked, strava.now()));
    }

    /** Takes the application off the athlete's list: all tokens are dead at once. */
    public void revoke() {
        strava.change(() -> {
            strava.tokens().revoke(this);
        });
    }

    /** From now on the athlete's tokens have these scopes and no others. */
    public void grantOnly(Set<Scope> scopes) {
        Set<Scope> granted = copy(scopes);
        strava.change(() -> {
            setScopes(granted);
        });
    }

    /** Adds an activity, whenever it took place. An activity that brings the id of another one replaces it. */
    public ActivityId upload(FakeActivity activity) {
        return strava.locked(() -> add(activity, strava.now()));
    }

    /**
     * Puts an element into the list exactly as it is, at the place of its {@code start_date}. It replaces the element
     * with the same {@code id}.
     *
     * @throws IllegalArgumentException if it is no JSON object with an {@code id} and a {@code start_date}
     */
    public void put(String rawJsonElement) {
        ActivityRow row = ActivityRow.of(rawJsonElement.getBytes(StandardCharsets.UTF_8));
        strava.change(() -> {
            insert(row, strava.now());
        });
    }

    /** Puts something into the list that need not be an activity, nor JSON, at the place of this start. */
    public void putBroken(String bytes, Instant startDate) {
        strava.change(() -> {
            keepPast();
            rows.put(ActivityRow.broken(bytes.getBytes(StandardCharsets.UTF_8), startDate, strava.nextArrival()));
        });
    }

    public void rename(ActivityId activity, String name) {
        replace(activity, row -> row.withName(name));
    }

    /** Makes an activity visible to the athlete only. */
    public void hide(ActivityId activity) {
        replace(activity, ActivityRow::hidden);
    }

    /** Makes an activity visible to everyone. */
    public void show(ActivityId activity) {
        replace(activity, ActivityRow::shown);
    }

    /**
     * Hides when an activity began: Strava then shows the first second of its local day, as {@code start_date} too, and
     * the activity moves in the list.
     */
    public void hideStart(ActivityId activity) {
        replace(
                activity,
                row -> row.startingAt(
                        row.startLocal().truncatedTo(ChronoUnit.DAYS).plusSeconds(1), ZoneOffset.UTC));
    }

    /** Shows again, or for the first time, that an activity began at this instant. */
    public void showStart(ActivityId activity, Instant start, ZoneId zone) {
        replace(activity, row -> row.startingAt(start.truncatedTo(ChronoUnit.SECONDS), zone));
    }

    public void delete(ActivityId activity) {
        strava.change(() -> {
            keepPast();
            if (!rows.remove(activity.value())) {
                throw unknown(activity);
            }
            extras.remove(activity.value());
            efforts.forget(activity.value());
        });
    }

    /** Whether the athlete pays for Strava, and may ask for zones of activities and for efforts; by default not. */
    public void subscriber(boolean subscriber) {
        strava.change(() -> this.subscriber = subscriber);
    }

    /** Somebody comments on an activity. */
    public void comment(ActivityId activity, String firstName, String text) {
        strava.change(() -> {
            ActivityRow row = rows.find(activity.value()).orElseThrow(() -> unknown(activity));
            List<ActivityExtras.Comment> comments = extras(activity.value()).comments();
            comments.add(new ActivityExtras.Comment(strava.nextId(), firstName, text, strava.now()));
            keepPast();
            byte[] counted = Json.replace(row.json(), "comment_count", String.valueOf(comments.size()));
            rows.put(ActivityRow.of(counted));
        });
    }

    /**
     * Rides along a segment, as part of an activity and at its start.
     *
     * @throws IllegalArgumentException if there is no such activity or segment
     */
    public SegmentEffortId addEffort(ActivityId activity, SegmentId segment, Duration time) {
        return strava.locked(() -> {
            ActivityRow row = rows.find(activity.value()).orElseThrow(() -> unknown(activity));
            SegmentEffortId effort = SegmentEffortId.of(EFFORTS + strava.nextId());
            efforts.add(new Efforts.Effort(
                    effort,
                    strava.segments().find(segment),
                    activity.value(),
                    Instant.ofEpochSecond(row.start()),
                    row.startLocal(),
                    time));
            return effort;
        });
    }

    /** Founds a club and joins it. */
    public ClubId joinClub(String name) {
        return strava.locked(() -> {
            ClubId club = strava.clubs().add(strava.nextId(), name);
            clubs.add(club.value());
            return club;
        });
    }

    /** Draws a route round a point, of about this length. */
    public RouteId addRoute(String name, double latitude, double longitude, double metres) {
        return strava.locked(() -> {
            RouteId route = RouteId.of(ROUTES + strava.nextId());
            routes.add(new RouteResource.Route(route, name, latitude, longitude, metres));
            return route;
        });
    }

    /** Every element of the list as it is served, newest first, whoever may see it. */
    public List<String> rawActivities() {
        return strava.locked(() -> rows.newestFirst().stream()
                .map(row -> new String(row.json(), StandardCharsets.UTF_8))
                .toList());
    }

    /** How many elements the list has, whoever may see them. */
    public int activityCount() {
        return strava.locked(rows::size);
    }

    /**
     * Adds a plausible history: several sports, round tracks that nobody ever took, some activities without a track,
     * entered by hand, with a hidden start time, or visible to followers only. The same seed, athlete
     * and order of calls give the same history.
     *
     * @param from the earliest start
     * @param to no start is at this instant or later
     * @throws IllegalArgumentException if the time is not longer than a second
     */
    public void generateHistory(Instant from, Instant to, int activities) {
        strava.change(() -> {
            keepPast();
            long seed = (strava.seed() * 31 + id.value()) * 31 + histories++;
            rows.addAll(new HistoryGenerator(seed, id, strava::newActivityId).generate(from, to, activities));
        });
    }

    ActivityRows rows() {
        return rows;
    }

    /** The rows that a request for reading sees. */
    ActivityRows rowsSeen() {
        Instant at = strava.now().minus(strava.replicaLag());
        for (Past state : past) {
            if (state.until().isAfter(at)) {
                return state.rows();
            }
        }
        return rows;
    }

    /** Before each change of the rows. */
    void keepPast() {
        keepPast(strava.now());
    }

    private void keepPast(Instant at) {
        Duration longest = strava.longestReplicaLag();
        if (longest.isZero()) {
            return;
        }
        while (!past.isEmpty() && !past.getFirst().until().isAfter(at.minus(longest))) {
            past.removeFirst();
        }
        if (past.isEmpty() || past.getLast().until().isBefore(at)) {
            past.addLast(new Past(at, rows.copy()));
        }
    }

    boolean hasDetails(long activity, Instant now) {
        Instant arrived = arrivals.get(activity);
        return arrived == null || !now.isBefore(arrived.plus(strava.detailLag()));
    }

    Set<Scope> scopes() {
        return scopes;
    }

    void setScopes(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    private void insert(ActivityRow row, Instant at) {
        keepPast(at);
        strava.occupy(row.id());
        arrivals.putIfAbsent(row.id(), at);
        rows.put(row);
    }

    ActivityId add(FakeActivity activity, Instant at) {
        ActivityId activityId = activity.id().orElseGet(() -> strava.newActivityId(at));
        insert(ActivityRow.of(activity.toJson(activityId, id).getBytes(StandardCharsets.UTF_8)), at);
        return activityId;
    }

    ActivityExtras extras(long activity) {
        return extras.computeIfAbsent(activity, any -> new ActivityExtras());
    }

    Efforts efforts() {
        return efforts;
    }

    Set<Long> starred() {
        return starred;
    }

    Set<Long> clubs() {
        return clubs;
    }

    List<RouteResource.Route> routes() {
        return routes;
    }

    boolean subscribes() {
        return subscriber;
    }

    void weigh(double kilograms) {
        weight = kilograms;
    }

    String summaryJson() {
        return members(2).toString();
    }

    /** As {@code GET /athlete} answers: detailed if all of the profile may be read. */
    String json() {
        return scopes.contains(Scope.PROFILE_READ_ALL) ? detailJson() : summaryJson();
    }

    String detailJson() {
        return members(3)
                .raw("follower_count", 12)
                .raw("friend_count", 15)
                .raw("mutual_friend_count", 0)
                .raw("athlete_type", 1)
                .text("date_preference", "%m/%d/%Y")
                .text("measurement_preference", "meters")
                .raw(
                        "clubs",
                        Json.array(clubs.stream().map(strava.clubs()::summary).toList()))
                .nothing("ftp")
                .raw("bikes", gear("b"))
                .raw("shoes", gear("g"))
                .toString();
    }

    private String gear(String kind) {
        return Json.array(Gears.ids(this, kind).stream()
                .flatMap(gear -> Gears.summary(this, gear).stream())
                .toList());
    }

    private JsonMembers members(int resourceState) {
        return new JsonMembers()
                .raw("id", id)
                .text("username", "athlete_" + id)
                .raw("resource_state", resourceState)
                .text("firstname", "Athlete")
                .text("lastname", "No. " + id)
                .nothing("bio")
                .text("city", "Nowhere")
                .nothing("state")
                .text("country", "")
                .nothing("sex")
                .raw("premium", subscriber)
                .raw("summit", subscriber)
                .text("created_at", "2017-03-05T10:11:12Z")
                .text("updated_at", "2025-09-27T12:57:32Z")
                .raw("badge_type_id", 0)
                .raw("weight", JsonMembers.decimal(weight, 2))
                .text("profile_medium", "https://example.com/" + id + "/medium.jpg")
                .text("profile", "https://example.com/" + id + "/large.jpg")
                .nothing("friend")
                .nothing("follower");
    }

    private void replace(ActivityId activity, UnaryOperator<ActivityRow> change) {
        strava.change(() -> {
            ActivityRow row = rows.find(activity.value()).orElseThrow(() -> unknown(activity));
            keepPast();
            rows.put(change.apply(row));
        });
    }

    private IllegalArgumentException unknown(ActivityId activity) {
        return new IllegalArgumentException("Athlete " + id + " has no activity " + activity);
    }

    private static Set<Scope> copy(Set<Scope> scopes) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Objects.requireNonNull(scopes, "scopes")));
    }

    @Override
    public String toString() {
        return "FakeAthlete[" + id + "]";
    }
}
