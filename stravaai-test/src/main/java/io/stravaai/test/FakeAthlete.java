package io.stravaai.test;

import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An athlete at {@link FakeStrava} who has connected the application. Thread-safe.
 *
 * <p>Methods that take an {@link ActivityId} throw {@link IllegalArgumentException} if the athlete has no such activity.
 */
public final class FakeAthlete {

    private final FakeStrava strava;
    private final AthleteId id;
    private final ActivityRows rows = new ActivityRows();
    private Set<Scope> scopes;
    private int histories;

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
        return strava.locked(() -> {
            ActivityId activityId = activity.id().orElseGet(() -> strava.newActivityId(strava.now()));
            insert(ActivityRow.of(activity.toJson(activityId, id).getBytes(StandardCharsets.UTF_8)));
            return activityId;
        });
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
            insert(row);
        });
    }

    /** Puts something into the list that need not be an activity, nor JSON, at the place of this start. */
    public void putBroken(String bytes, Instant startDate) {
        strava.change(() -> {
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

    public void delete(ActivityId activity) {
        strava.change(() -> {
            if (!rows.remove(activity.value())) {
                throw unknown(activity);
            }
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
            long seed = (strava.seed() * 31 + id.value()) * 31 + histories++;
            rows.addAll(new HistoryGenerator(seed, id, strava::newActivityId).generate(from, to, activities));
        });
    }

    ActivityRows rows() {
        return rows;
    }

    Set<Scope> scopes() {
        return scopes;
    }

    void setScopes(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    void insert(ActivityRow row) {
        strava.occupy(row.id());
        rows.put(row);
    }

    String summaryJson() {
        return json(2, "");
    }

    /** As {@code GET /athlete} answers: detailed if all of the profile may be read. */
    String json() {
        return scopes.contains(Scope.PROFILE_READ_ALL)
                ? json(
                        3,
                        ",\"follower_count\":12,\"friend_count\":15,\"mutual_friend_count\":0,\"athlete_type\":1,"
                                + "\"date_preference\":\"%m/%d/%Y\",\"measurement_preference\":\"meters\","
                                + "\"clubs\":[],\"ftp\":null,\"bikes\":[],\"shoes\":[]")
                : summaryJson();
    }

    private String json(int resourceState, String more) {
        return "{\"id\":" + id + ",\"username\":\"athlete_" + id + "\",\"resource_state\":" + resourceState
                + ",\"firstname\":\"Athlete\",\"lastname\":\"No. " + id + "\",\"bio\":null,\"city\":\"Nowhere\","
                + "\"state\":null,\"country\":\"\",\"sex\":null,\"premium\":false,\"summit\":false,"
                + "\"created_at\":\"2017-03-05T10:11:12Z\",\"updated_at\":\"2025-09-27T12:57:32Z\","
                + "\"badge_type_id\":0,\"weight\":70.5,\"profile_medium\":\"https://example.com/" + id
                + "/medium.jpg\",\"profile\":\"https://example.com/" + id
                + "/large.jpg\",\"friend\":null,\"follower\":null" + more + "}";
    }

    private void replace(ActivityId activity, UnaryOperator<ActivityRow> change) {
        strava.change(() -> {
            ActivityRow row = rows.find(activity.value()).orElseThrow(() -> unknown(activity));
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
