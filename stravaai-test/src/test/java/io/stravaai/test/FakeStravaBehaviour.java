package io.stravaai.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.test.Wire.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both front ends must do alike. */
abstract class FakeStravaBehaviour {

    static final String LIST = "/api/v3/athlete/activities";
    private static final Instant NOW = Instant.parse("2026-03-01T10:05:00Z");

    final TestClock clock = TestClock.at(NOW);
    FakeStrava strava = FakeStrava.builder().clock(clock).build();
    FakeAthlete athlete = strava.addAthlete();
    private final List<Wire> wires = new ArrayList<>();

    abstract Wire connect(FakeStrava fake);

    @AfterEach
    void disconnect() {
        wires.forEach(Wire::close);
    }

    Wire wire() {
        Wire wire = connect(strava);
        wires.add(wire);
        return wire;
    }

    private void use(FakeStrava.Builder builder) {
        strava = builder.clock(clock).build();
        athlete = strava.addAthlete();
    }

    private String token() {
        return athlete.grant().accessToken();
    }

    private ActivityId upload(String name, Instant start) {
        return athlete.upload(FakeActivity.builder().name(name).startDate(start).build());
    }

    private void uploadFive() {
        for (int i = 1; i <= 5; i++) {
            upload("Day " + i, NOW.minus(Duration.ofDays(10 - i)));
        }
    }

    private static long day(int i) {
        return NOW.minus(Duration.ofDays(10 - i)).getEpochSecond();
    }

    private static void assertFault(
            Reply reply, int status, String message, String resource, String field, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body())
                .isEqualTo("{\"message\":\"" + message + "\",\"errors\":[{\"resource\":\"" + resource
                        + "\",\"field\":\"" + field + "\",\"code\":\"" + code + "\"}]}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void athlete_withAToken_isTheSummaryOfItsOwner() throws IOException {
        athlete.grantOnly(Set.of(Scope.READ));

        Reply reply = wire().get("/api/v3/athlete", token());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(JsonValues.number(reply.body(), "id")).isEqualTo(athlete.id().value());
        assertThat(JsonValues.number(reply.body(), "resource_state")).isEqualTo(2);
    }

    @Test
    void athlete_withAllOfTheProfile_isDetailed() throws IOException {
        Reply reply = wire().get("/api/v3/athlete", token());

        assertThat(JsonValues.number(reply.body(), "resource_state")).isEqualTo(3);
    }

    @Test
    void everyAnswer_hasTheDateOfTheFakesClock() throws IOException {
        Wire wire = wire();

        assertThat(wire.get(LIST, token()).headers().values("Date")).containsExactly("Sun, 01 Mar 2026 10:05:00 GMT");
        assertThat(wire.get(LIST, "bad").headers().values("Date")).containsExactly("Sun, 01 Mar 2026 10:05:00 GMT");
        assertThat(wire.refresh(strava, "bad").headers().values("Date"))
                .containsExactly("Sun, 01 Mar 2026 10:05:00 GMT");
    }

    @Test
    void list_withoutBounds_isNewestFirst() throws IOException {
        uploadFive();

        Reply reply = wire().get(LIST, token());

        assertThat(JsonValues.names(reply.body())).containsExactly("Day 5", "Day 4", "Day 3", "Day 2", "Day 1");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void list_byBounds_excludesThemAndHasStravasOrder() throws IOException {
        uploadFive();
        Wire wire = wire();

        assertThat(JsonValues.names(
                        wire.get(LIST + "?before=" + day(4), token()).body()))
                .containsExactly("Day 3", "Day 2", "Day 1");
        assertThat(JsonValues.names(wire.get(LIST + "?after=" + day(2), token()).body()))
                .containsExactly("Day 3", "Day 4", "Day 5");
        assertThat(JsonValues.names(wire.get(LIST + "?after=" + day(1) + "&before=" + day(5), token())
                        .body()))
                .containsExactly("Day 4", "Day 3", "Day 2");
        assertThat(JsonValues.names(wire.get(LIST + "?after=" + (day(2) - 1) + "&before=" + (day(2) + 1), token())
                        .body()))
                .containsExactly("Day 2");
        assertThat(wire.get(LIST + "?after=" + day(5), token()).body()).isEqualTo("[]");
    }

    @Test
    void list_byPages_endsWithAnEmptyPage() throws IOException {
        uploadFive();
        Wire wire = wire();

        assertThat(JsonValues.names(wire.get(LIST + "?per_page=2", token()).body()))
                .containsExactly("Day 5", "Day 4");
        assertThat(JsonValues.names(
                        wire.get(LIST + "?per_page=2&page=3", token()).body()))
                .containsExactly("Day 1");
        assertThat(wire.get(LIST + "?per_page=2&page=4", token()).body()).isEqualTo("[]");
        assertThat(wire.get(LIST + "?per_page=200&page=2000000", token()).body())
                .isEqualTo("[]");
        assertThat(JsonValues.names(
                        wire.get(LIST + "?after=0&per_page=2&page=2", token()).body()))
                .containsExactly("Day 3", "Day 4");
    }

    @Test
    void list_withoutAPageSize_hasThirty() throws IOException {
        athlete.generateHistory(NOW.minus(Duration.ofDays(100)), NOW, 40);
        Wire wire = wire();

        assertThat(JsonValues.array(wire.get(LIST, token()).body())).hasSize(30);
        assertThat(JsonValues.array(wire.get(LIST + "?page=2", token()).body())).hasSize(10);
    }

    @Test
    void list_withBadParameters_is400() throws IOException {
        Wire wire = wire();

        assertFault(
                wire.get(LIST + "?per_page=201", token()), 400, "Bad Request", "Application", "per_page", "invalid");
        assertFault(wire.get(LIST + "?page=0", token()), 400, "Bad Request", "Application", "page", "invalid");
        assertFault(wire.get(LIST + "?before=soon", token()), 400, "Bad Request", "Application", "before", "invalid");
    }

    @Test
    void list_afterTheFuture_is400() throws IOException {
        Wire wire = wire();

        assertFault(
                wire.get(LIST + "?after=" + (NOW.getEpochSecond() + 1), token()),
                400,
                "Bad Request",
                "Application",
                "after",
                "future");
        assertFault(
                wire.get(LIST + "?after=" + NOW.toEpochMilli(), token()),
                400,
                "Bad Request",
                "Application",
                "after",
                "future");
        assertThat(wire.get(LIST + "?after=" + NOW.getEpochSecond(), token()).status())
                .isEqualTo(200);
    }

    @Test
    void list_withActivitiesOfTheSameStart_ordersThemById() throws IOException {
        Instant start = NOW.minusSeconds(100);
        for (long id : new long[] {30, 10, 20}) {
            athlete.upload(FakeActivity.builder()
                    .id(ActivityId.of(id))
                    .startDate(start)
                    .build());
        }

        assertThat(JsonValues.ids(wire().get(LIST, token()).body())).containsExactly(30L, 20L, 10L);
    }

    @Test
    void list_withoutReadAll_leavesOutWhatOnlyTheAthleteMaySee() throws IOException {
        uploadFive();
        ActivityId hidden = upload("Hidden", NOW.minusSeconds(60));
        athlete.hide(hidden);
        Wire wire = wire();

        assertThat(JsonValues.names(wire.get(LIST + "?per_page=2", token()).body()))
                .containsExactly("Hidden", "Day 5");
        assertThat(wire.get("/api/v3/activities/" + hidden, token()).body())
                .contains("\"private\":true", "\"visibility\":\"only_me\"");

        athlete.grantOnly(Set.of(Scope.READ, Scope.ACTIVITY_READ));

        assertThat(JsonValues.names(wire.get(LIST + "?per_page=2", token()).body()))
                .containsExactly("Day 5", "Day 4");
        assertThat(JsonValues.names(
                        wire.get(LIST + "?per_page=2&page=2", token()).body()))
                .containsExactly("Day 3", "Day 2");
        assertFault(
                wire.get("/api/v3/activities/" + hidden, token()),
                404,
                "Resource Not Found",
                "Activity",
                "",
                "not found");
    }

    @Test
    void list_withShortPages_holdsAllBeforeTheFirstEmptyPage() throws IOException {
        for (int perPage : new int[] {1, 7, 50}) {
            use(FakeStrava.builder().shortPages(true).readLimits(10_000, 10_000).overallLimits(10_000, 10_000));
            athlete.generateHistory(NOW.minus(Duration.ofDays(300)), NOW, 150);
            Wire wire = wire();
            List<Long> seen = new ArrayList<>();
            int shortPages = 0;
            List<Long> page;
            int number = 1;
            do {
                page = JsonValues.ids(wire.get(LIST + "?per_page=" + perPage + "&page=" + number++, token())
                        .body());
                seen.addAll(page);
                shortPages += page.size() < perPage && seen.size() < 150 ? 1 : 0;
                assertThat(page.size()).isLessThanOrEqualTo(perPage);
            } while (!page.isEmpty());

            assertThat(seen).hasSize(150).doesNotHaveDuplicates();
            if (perPage > 1) {
                assertThat(shortPages).as("pages of %d", perPage).isPositive();
            }
        }
    }

    @Test
    void list_withShortPagesAndManyHidden_doesNotEndEarly() throws IOException {
        use(FakeStrava.builder().shortPages(true));
        upload("Oldest", NOW.minus(Duration.ofDays(30)));
        for (int i = 1; i <= 20; i++) {
            athlete.hide(upload("Hidden", NOW.minus(Duration.ofDays(i))));
        }
        athlete.grantOnly(Set.of(Scope.ACTIVITY_READ));
        Wire wire = wire();

        assertThat(JsonValues.names(wire.get(LIST + "?per_page=5", token()).body()))
                .containsExactly("Oldest");
        assertThat(wire.get(LIST + "?per_page=5&page=2", token()).body()).isEqualTo("[]");
    }

    @Test
    void activity_ofTheOwner_isDetailed() throws IOException {
        ActivityId id = upload("Mine", NOW.minusSeconds(60));

        Reply reply = wire().get("/api/v3/activities/" + id, token());

        assertThat(JsonValues.number(reply.body(), "id")).isEqualTo(id.value());
        assertThat(JsonValues.number(reply.body(), "resource_state")).isEqualTo(3);
        assertThat(JsonValues.object(reply.body())).containsKeys("description", "laps");
    }

    @Test
    void activity_ofSomeoneElse_is404WithTheQuota() throws IOException {
        ActivityId id = strava.addAthlete()
                .upload(FakeActivity.builder().startDate(NOW.minusSeconds(60)).build());

        Reply reply = wire().get("/api/v3/activities/" + id, token());

        assertFault(reply, 404, "Resource Not Found", "Activity", "", "not found");
        assertThat(reply.header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void unknownPath_is404WithoutTheQuota() throws IOException {
        Reply reply = wire().get("/api/v3/athlete/26462176", token());

        assertFault(reply, 404, "Record Not Found", "resource", "path", "invalid");
        assertThat(reply.headers().names()).doesNotContain("X-RateLimit-Usage", "X-ReadRateLimit-Usage");
    }

    @Test
    void tokenThatIsBadOrExpired_is401WithoutTheQuota() throws IOException {
        TokenGrant grant = athlete.grant();
        Wire wire = wire();
        assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(200);
        clock.set(grant.expiresAt());

        for (String token :
                List.of("nonsense", grant.accessToken(), athlete.expiredGrant().accessToken())) {
            Reply reply = wire.get(LIST, token);
            assertFault(reply, 401, "Authorization Error", "Athlete", "access_token", "invalid");
            assertThat(reply.headers().names()).doesNotContain("X-RateLimit-Usage", "X-ReadRateLimit-Limit");
        }
    }

    @Test
    void tokenInTheQuery_isIgnored() throws IOException {
        Reply reply = wire().getWithoutHeader(LIST + "?access_token=" + token());

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void missingScope_is401ThatNamesIt() throws IOException {
        athlete.grantOnly(Set.of(Scope.READ));
        Wire wire = wire();

        Reply reply = wire.get(LIST, token());

        assertFault(reply, 401, "Authorization Error", "AccessToken", "activity:read_permission", "missing");
        assertThat(reply.headers().names()).doesNotContain("X-RateLimit-Usage");
        assertThat(wire.get("/api/v3/athlete", token()).status()).isEqualTo(200);
    }

    @Test
    void inactiveApplication_gets403ButTokens() throws IOException {
        String token = token();
        strava.setActive(false);
        Wire wire = wire();

        assertFault(wire.get(LIST, token), 403, "Forbidden", "Application", "Status", "Inactive");
        assertFault(wire.get("/api/v3/athlete", token), 403, "Forbidden", "Application", "Status", "Inactive");
        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(200);

        strava.setActive(true);
        assertThat(wire.get(LIST, token).status()).isEqualTo(200);
    }

    @Test
    void rename_hide_andDelete_changeOnlyThatActivity() throws IOException {
        ActivityId id = upload("Old", NOW.minusSeconds(100));
        upload("Other", NOW.minusSeconds(200));
        List<String> before = athlete.rawActivities();
        Wire wire = wire();

        athlete.rename(id, "New & \"improved\"");

        String body = wire.get(LIST, token()).body();
        assertThat(JsonValues.names(body)).containsExactly("New & \"improved\"", "Other");
        assertThat(body).isEqualTo("[" + String.join(",", athlete.rawActivities()) + "]");
        assertThat(athlete.rawActivities().get(0))
                .isEqualTo(before.get(0).replace("\"Old\"", "\"New \\u0026 \\\"improved\\\"\""));
        assertThat(athlete.rawActivities().get(1)).isEqualTo(before.get(1));

        athlete.delete(id);

        assertThat(JsonValues.names(wire.get(LIST, token()).body())).containsExactly("Other");
        assertThat(wire.get("/api/v3/activities/" + id, token()).status()).isEqualTo(404);
        assertThatIllegalArgumentException().isThrownBy(() -> athlete.delete(id));
        assertThatIllegalArgumentException().isThrownBy(() -> athlete.rename(id, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> athlete.hide(id));
    }

    @Test
    void put_aRawElement_isServedVerbatimAtItsPlace() throws IOException {
        uploadFive();
        String raw = "{ \"id\" : 77 ,\"name\":\"Raw \\u00e9 é\", \"start_date\": \"2026-02-22T00:00:00Z\",\"n\":1.50 }";

        athlete.put(raw);

        String body = wire().get(LIST, token()).body();
        assertThat(JsonValues.names(body)).containsExactly("Day 5", "Day 4", "Day 3", "Raw é é", "Day 2", "Day 1");
        assertThat(body).contains("," + raw + ",");
    }

    @Test
    void put_anIdThatIsThere_movesIt() throws IOException {
        athlete.put("{\"id\":77,\"name\":\"a\",\"start_date\":\"2026-02-22T15:00:00Z\"}");
        athlete.put("{\"id\":77,\"name\":\"b\",\"start_date\":\"2026-02-22T00:00:01Z\"}");

        assertThat(athlete.rawActivities())
                .containsExactly("{\"id\":77,\"name\":\"b\",\"start_date\":\"2026-02-22T00:00:01Z\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> athlete.put("{\"id\":78}"));
    }

    @Test
    void putBroken_anything_isServedVerbatimAtItsPlace() throws IOException {
        uploadFive();

        athlete.putBroken("{\"id\":78,\"name\":", NOW.minus(Duration.ofDays(20)));
        athlete.putBroken("oops", NOW);

        assertThat(wire().get(LIST, token()).body())
                .startsWith("[oops,{\"resource_state\"")
                .endsWith("},{\"id\":78,\"name\":]");
        assertThat(athlete.activityCount()).isEqualTo(7);
    }

    @Test
    void onAnswer_aListener_canChangeTheListBetweenPages() throws IOException {
        uploadFive();
        strava.onAnswer(exchange -> {
            if (exchange.query().getOrDefault("page", "").equals("1")) {
                upload("Late", NOW);
            }
        });
        Wire wire = wire();

        assertThat(JsonValues.names(
                        wire.get(LIST + "?per_page=3&page=1", token()).body()))
                .containsExactly("Day 5", "Day 4", "Day 3");
        assertThat(JsonValues.names(
                        wire.get(LIST + "?per_page=3&page=2", token()).body()))
                .containsExactly("Day 3", "Day 2", "Day 1");
    }

    @Test
    void quota_withEachRequest_isCountedInBothBucketsAndWindows() throws IOException {
        Wire wire = wire();

        wire.get(LIST, token());
        wire.get(LIST + "?per_page=999", token());
        wire.get(LIST, "bad");
        wire.get("/api/v3/nothing", token());
        wire.refresh(strava, athlete.refreshToken());
        Reply reply = wire.get("/api/v3/athlete", token());

        assertThat(reply.header("X-RateLimit-Limit")).isEqualTo("200,2000");
        assertThat(reply.header("X-RateLimit-Usage")).isEqualTo("3,3");
        assertThat(reply.header("X-ReadRateLimit-Limit")).isEqualTo("100,1000");
        assertThat(reply.header("X-ReadRateLimit-Usage")).isEqualTo("3,3");
    }

    @Test
    void quota_atANaturalQuarterHour_beginsAnew() throws IOException {
        use(FakeStrava.builder().readLimits(2, 1000));
        clock.set(Instant.parse("2026-03-01T10:14:59Z"));
        Wire wire = wire();
        wire.get(LIST, token());
        wire.get(LIST, token());

        Reply refused = wire.get(LIST, token());
        clock.advance(Duration.ofSeconds(1));
        Reply answered = wire.get(LIST, token());

        assertFault(refused, 429, "Rate Limit Exceeded", "Application", "rate limit", "exceeded");
        assertThat(refused.header("X-ReadRateLimit-Usage")).isEqualTo("3,3");
        assertThat(refused.headers().names()).doesNotContain("Retry-After");
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.header("X-ReadRateLimit-Usage")).isEqualTo("1,4");
    }

    @Test
    void quota_whenTheDayIsUsedUp_comesBackAtMidnightUtc() throws IOException {
        use(FakeStrava.builder().readLimits(100, 1000));
        Wire wire = wire();
        strava.useQuota(60);
        clock.advance(Duration.ofHours(1));
        strava.useQuota(940);
        clock.set(Instant.parse("2026-03-01T23:59:59Z"));

        assertThat(wire.get(LIST, token()).status()).isEqualTo(429);
        clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        Reply reply = wire.get(LIST, token());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-RateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void quota_ofAllRequests_boundsReadsToo() throws IOException {
        use(FakeStrava.builder().readLimits(100, 1000).overallLimits(1, 1000));
        Wire wire = wire();

        assertThat(wire.get(LIST, token()).status()).isEqualTo(200);
        assertThat(wire.get(LIST, token()).status()).isEqualTo(429);
    }

    @Test
    void refresh_withMoreThanAnHourLeft_givesTheSameTokens() throws IOException {
        TokenGrant grant = athlete.grant();
        clock.set(grant.expiresAt().minusSeconds(3601));

        Reply reply = wire().refresh(strava, grant.refreshToken());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(JsonValues.object(reply.body()).keySet())
                .containsExactly("token_type", "access_token", "expires_at", "expires_in", "refresh_token");
        assertThat(JsonValues.string(reply.body(), "access_token")).isEqualTo(grant.accessToken());
        assertThat(JsonValues.string(reply.body(), "refresh_token")).isEqualTo(grant.refreshToken());
        assertThat(JsonValues.number(reply.body(), "expires_in")).isEqualTo(3601);
        assertThat(JsonValues.number(reply.body(), "expires_at"))
                .isEqualTo(grant.expiresAt().getEpochSecond());
        assertThat(reply.headers().names()).doesNotContain("X-RateLimit-Usage", "X-ReadRateLimit-Usage");
    }

    @Test
    void refresh_withAnHourLeft_givesANewTokenBesideTheOld() throws IOException {
        TokenGrant grant = athlete.grant();
        clock.set(grant.expiresAt().minusSeconds(3600));
        Wire wire = wire();

        Reply reply = wire.refresh(strava, grant.refreshToken());

        String fresh = JsonValues.string(reply.body(), "access_token");
        assertThat(fresh).isNotEqualTo(grant.accessToken());
        assertThat(JsonValues.number(reply.body(), "expires_in")).isEqualTo(21_600);
        assertThat(JsonValues.string(reply.body(), "refresh_token")).isEqualTo(grant.refreshToken());
        assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(200);
        assertThat(wire.get(LIST, fresh).status()).isEqualTo(200);
    }

    @Test
    void refresh_withRotation_killsTheOldRefreshTokenOnly() throws IOException {
        use(FakeStrava.builder().tokenRotation(TokenRotation.EVERY_REFRESH));
        TokenGrant grant = athlete.grant();
        Wire wire = wire();

        Reply first = wire.refresh(strava, grant.refreshToken());
        Reply second = wire.refresh(strava, grant.refreshToken());

        assertThat(JsonValues.string(first.body(), "access_token")).isEqualTo(grant.accessToken());
        assertThat(JsonValues.string(first.body(), "refresh_token"))
                .isNotEqualTo(grant.refreshToken())
                .isEqualTo(athlete.refreshToken());
        assertFault(second, 400, "Bad Request", "RefreshToken", "refresh_token", "invalid");
        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(200);
        assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(200);
    }

    @Test
    void refresh_withAnOldTokenOfAKillingRotation_killsAll() throws IOException {
        use(FakeStrava.builder().tokenRotation(TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE));
        TokenGrant grant = athlete.grant();
        Wire wire = wire();
        String newest =
                JsonValues.string(wire.refresh(strava, grant.refreshToken()).body(), "refresh_token");

        wire.refresh(strava, grant.refreshToken());

        assertThat(wire.refresh(strava, newest).status()).isEqualTo(400);
        assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(401);
    }

    @Test
    void refresh_withAnUnknownToken_is400() throws IOException {
        assertFault(wire().refresh(strava, "unknown"), 400, "Bad Request", "RefreshToken", "refresh_token", "invalid");
    }

    @Test
    void token_withWrongCredentials_is400() throws IOException {
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", athlete.refreshToken());
        String id = strava.credentials().clientId();
        Wire wire = wire();

        assertFault(
                wire.token(ClientCredentials.of(id, "wrong"), form),
                400,
                "Bad Request",
                "Application",
                "client_id",
                "invalid");
        assertFault(
                wire.token(ClientCredentials.of("666", strava.credentials().clientSecret()), form),
                400,
                "Bad Request",
                "Application",
                "client_id",
                "invalid");
        assertThat(wire.token(strava.credentials(), Map.of("grant_type", "password"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void exchange_aCode_givesTheGrantOnce() throws IOException {
        String code = athlete.consent(Set.of(Scope.READ));
        Wire wire = wire();

        Reply reply = wire.exchange(strava, code);
        Reply again = wire.exchange(strava, code);

        assertThat(JsonValues.string(reply.body(), "refresh_token")).isEqualTo(athlete.refreshToken());
        assertThat(JsonValues.number(reply.body(), "expires_in")).isEqualTo(21_600);
        assertThat(JsonValues.object(reply.body()).get("athlete").toString())
                .contains("id=" + (double) athlete.id().value());
        assertThat(wire.get(LIST, JsonValues.string(reply.body(), "access_token"))
                        .status())
                .as("the scopes are those consented to")
                .isEqualTo(401);
        assertFault(again, 400, "Bad Request", "RequestToken", "code", "invalid");
    }

    @Test
    void exchange_anOldCode_is400() throws IOException {
        String code = athlete.consent(Set.of(Scope.READ));
        clock.advance(Duration.ofMinutes(11));

        assertFault(wire().exchange(strava, code), 400, "Bad Request", "AuthorizationCode", "", "expired");
    }

    @Test
    void revoke_eitherToken_killsBoth() throws IOException {
        for (boolean accessToken : new boolean[] {true, false}) {
            athlete = strava.addAthlete();
            TokenGrant grant = athlete.grant();
            Wire wire = wire();

            Reply reply = wire.revoke(strava.credentials(), accessToken ? grant.accessToken() : grant.refreshToken());

            assertThat(reply.status()).isEqualTo(200);
            assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(401);
            assertThat(wire.refresh(strava, grant.refreshToken()).status()).isEqualTo(400);
        }
    }

    @Test
    void revoke_anUnknownToken_is200() throws IOException {
        assertThat(wire().revoke(strava.credentials(), "unknown").status()).isEqualTo(200);
    }

    @Test
    void revoke_withWrongCredentials_is400AndRevokesNothing() throws IOException {
        Wire wire = wire();

        Reply reply = wire.revoke(ClientCredentials.of("1", "x"), token());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(wire.get(LIST, token()).status()).isEqualTo(200);
    }

    @Test
    void deauthorize_anAccessToken_killsAllAndIsCharged() throws IOException {
        TokenGrant grant = athlete.grant();
        Wire wire = wire();

        Reply reply = wire.deauthorize(grant.accessToken());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(JsonValues.string(reply.body(), "access_token")).isEqualTo(grant.accessToken());
        assertThat(reply.header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
        assertThat(wire.deauthorize(grant.accessToken()).status()).isEqualTo(401);
        assertThat(wire.refresh(strava, grant.refreshToken()).status()).isEqualTo(400);
    }

    @Test
    void revoke_byTheAthlete_endsUntilANewConsent() throws IOException {
        TokenGrant grant = athlete.grant();
        Wire wire = wire();

        athlete.revoke();

        assertThat(wire.get(LIST, grant.accessToken()).status()).isEqualTo(401);
        assertFault(
                wire.refresh(strava, grant.refreshToken()),
                400,
                "Bad Request",
                "RefreshToken",
                "refresh_token",
                "invalid");
        assertThatIllegalStateException().isThrownBy(athlete::grant);
        assertThatIllegalStateException().isThrownBy(athlete::refreshToken);

        Reply reply = wire.exchange(strava, athlete.consent(Set.of(Scope.ACTIVITY_READ)));
        assertThat(wire.get(LIST, JsonValues.string(reply.body(), "access_token"))
                        .status())
                .isEqualTo(200);
        assertThat(athlete.refreshToken()).isNotEqualTo(grant.refreshToken());
    }

    @Test
    void authorize_aRequest_redirectsWithACodeThatWorks() throws IOException {
        Wire wire = wire();

        Reply reply = wire.getWithoutHeader("/oauth/authorize?client_id="
                + strava.credentials().clientId()
                + "&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fback&response_type=code&approval_prompt=auto"
                + "&scope=read%2Cactivity%3Aread_all&state=a%20b");

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("Location"))
                .startsWith("http://localhost:8080/back?state=a+b&code=")
                .endsWith("&scope=read%2Cactivity%3Aread_all");
        String code = reply.header("Location").replaceAll(".*code=([^&]*).*", "$1");
        assertThat(wire.exchange(strava, code).body())
                .contains("\"athlete\":{\"id\":" + athlete.id(), "\"scope\":\"read,activity:read_all\"");
    }

    @Test
    void authorize_aBadRequest_is400() throws IOException {
        Wire wire = wire();
        String good = "/oauth/authorize?response_type=code&client_id="
                + strava.credentials().clientId();

        assertThat(wire.getWithoutHeader("/oauth/authorize?client_id=9").status())
                .isEqualTo(400);
        assertFault(
                wire.getWithoutHeader(good + "&scope=read"),
                400,
                "Bad Request",
                "Application",
                "redirect_uri",
                "invalid");
        assertFault(
                wire.getWithoutHeader(good + "&redirect_uri=http://x&scope=view_private"),
                400,
                "Bad Request",
                "Authorize",
                "scope",
                "invalid");
    }

    @Test
    void authorize_withoutAnAthlete_isRefused() throws IOException {
        strava = FakeStrava.builder().clock(clock).build();

        Reply reply = wire().getWithoutHeader("/oauth/authorize?response_type=code&scope=read&state=s&client_id="
                + strava.credentials().clientId() + "&redirect_uri=http://localhost/back?x=1");

        assertThat(reply.header("Location")).isEqualTo("http://localhost/back?x=1&state=s&error=access_denied");
    }

    @Test
    void exchanges_areNotedOldestFirst() throws IOException {
        Wire wire = wire();
        wire.get(LIST + "?page=2&after=5", token());
        clock.advance(Duration.ofSeconds(3));
        wire.refresh(strava, "bad");
        wire.exchange(strava, "bad");

        assertThat(strava.exchanges())
                .containsExactly(
                        new FakeExchange(NOW, "GET", LIST, Map.of("page", "2", "after", "5"), 200),
                        new FakeExchange(NOW.plusSeconds(3), "POST", "/oauth/token", Map.of(), 400),
                        new FakeExchange(NOW.plusSeconds(3), "POST", "/oauth/token", Map.of(), 400));
        assertThat(strava.requests(LIST)).isEqualTo(1);
        assertThat(strava.requests("/oauth/token")).isEqualTo(2);
        assertThat(strava.requests("/api/v3/athlete")).isZero();
        assertThat(strava.tokenRequests()).isEqualTo(1);
    }

    @Test
    void answerAt_aPath_isGivenThereUntilTheRealOneIsWanted() throws IOException {
        strava.answerAt(LIST, FakeAnswer.json(500, "{}"));
        Wire wire = wire();

        assertThat(wire.get(LIST, token()).status()).isEqualTo(500);
        assertThat(wire.get(LIST, token()).status()).isEqualTo(500);
        assertThat(wire.get("/api/v3/athlete", token()).status()).isEqualTo(200);
        strava.answerNext(FakeAnswer.json(503, "{}"));
        assertThat(wire.get(LIST, token()).status()).isEqualTo(503);
        strava.answerAt(LIST, FakeAnswer.real());
        assertThat(wire.get(LIST, token()).status()).isEqualTo(200);
    }

    @Test
    void answerAt_aRevocation_isGivenThere() throws IOException {
        Wire wire = wire();
        String refreshToken = athlete.refreshToken();

        strava.answerAt("/oauth/revoke", FakeAnswer.json(503, "{}"));
        assertThat(wire.revoke(strava.credentials(), refreshToken).status()).isEqualTo(503);
        assertThat(athlete.refreshToken()).isEqualTo(refreshToken);

        strava.answerAt("/oauth/revoke", FakeAnswer.real().lost());
        assertThatThrownBy(() -> wire.revoke(strava.credentials(), refreshToken))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(athlete::refreshToken).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void answerAt_aPathThatNeverGetsIt_isRefused() {
        for (String path :
                List.of("/oauth/token", "/api/v3/oauth/token", "/oauth/authorize", "/athlete", LIST + "?page=1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> strava.answerAt(path, FakeAnswer.real()))
                    .withMessageContaining(path);
        }
    }

    @Test
    void answerNext_scripts_areUsedInOrderByTheApiOnly() throws IOException {
        strava.answerNext(FakeAnswer.html(503, "<html>Down</html>"));
        strava.answerNext(FakeAnswer.json(200, "[{\"id\":1}]").withoutQuotaHeaders());
        strava.answerNext(FakeAnswer.of(500, "").header("x-readratelimit-usage", ","));
        strava.answerNext(FakeAnswer.fault(402, "Payment Required", "a", "b", "c"));
        Wire wire = wire();

        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(200);
        Reply html = wire.get(LIST, token());
        Reply json = wire.get(LIST, token());
        Reply empty = wire.get(LIST, token());
        Reply fault = wire.get(LIST, token());
        Reply real = wire.get(LIST, token());

        assertThat(html.status()).isEqualTo(503);
        assertThat(html.body()).isEqualTo("<html>Down</html>");
        assertThat(html.header("Content-Type")).isEqualTo("text/html");
        assertThat(html.header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
        assertThat(json.body()).isEqualTo("[{\"id\":1}]");
        assertThat(json.headers().names()).doesNotContain("X-RateLimit-Limit", "X-ReadRateLimit-Usage");
        assertThat(empty.status()).isEqualTo(500);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.headers().values("X-ReadRateLimit-Usage")).containsExactly(",");
        assertFault(fault, 402, "Payment Required", "a", "b", "c");
        assertThat(real.status()).isEqualTo(200);
        assertThat(real.header("X-ReadRateLimit-Usage")).isEqualTo("5,5");
    }

    @Test
    void answerNext_aDate_isThatOfAServerWithAnotherClock() throws IOException {
        strava.answerNext(FakeAnswer.real().header("date", "Sun, 01 Mar 2026 10:07:00 GMT"));

        assertThat(wire().get(LIST, token()).headers().values("Date")).containsExactly("Sun, 01 Mar 2026 10:07:00 GMT");
    }

    @Test
    void answerNextToken_aScript_isUsedByTheTokenRequestOnly() throws IOException {
        strava.answerNextToken(FakeAnswer.of(502, "bad gateway"));
        Wire wire = wire();

        assertThat(wire.get(LIST, token()).status()).isEqualTo(200);
        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(502);
        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void answerNext_aReset_breaksTheConnectionWithoutAnEffect() throws IOException {
        strava.answerNext(FakeAnswer.connectionReset());
        Wire wire = wire();

        assertThatThrownBy(() -> wire.get(LIST, token())).isInstanceOf(IOException.class);

        assertThat(strava.exchanges().get(0).status()).isZero();
        assertThat(wire.get(LIST, token()).header("X-RateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void answerNextToken_aLostAnswer_leavesTheRotationDone() {
        use(FakeStrava.builder().tokenRotation(TokenRotation.EVERY_REFRESH));
        String old = athlete.refreshToken();
        strava.answerNextToken(FakeAnswer.real().lost());
        Wire wire = wire();

        assertThatThrownBy(() -> wire.refresh(strava, old)).isInstanceOf(IOException.class);

        assertThat(athlete.refreshToken()).isNotEqualTo(old);
    }

    @Test
    void answerNext_aTruncatedAnswer_failsWhileTheBodyIsRead() throws IOException {
        uploadFive();
        strava.answerNext(FakeAnswer.real().truncated(1000));
        Wire wire = wire();

        assertThatThrownBy(() -> wire.get(LIST, token())).isInstanceOf(IOException.class);
        assertThat(JsonValues.array(wire.get(LIST, token()).body())).hasSize(5);
    }

    @Test
    void answerNext_aDelayLongerThanTheTimeout_timesOut() throws IOException {
        strava.answerNext(FakeAnswer.real().delayed(Duration.ofSeconds(2)));
        strava.answerNext(FakeAnswer.real().delayed(Duration.ofMillis(20)));
        Wire wire = wire();
        Wire hasty = wire.readTimeout(Duration.ofMillis(150));

        assertThatThrownBy(() -> hasty.get(LIST, token())).isInstanceOf(InterruptedIOException.class);
        assertThat(hasty.get(LIST, token()).status()).isEqualTo(200);
    }

    @Test
    void list_withAReplicaLag_isAsOfSoLongAgo() throws IOException {
        Wire wire = wire();
        strava.setReplicaLag(Duration.ofSeconds(60));
        ActivityId edited = upload("Before", NOW.minus(Duration.ofHours(3)));
        ActivityId deleted = upload("Gone", NOW.minus(Duration.ofHours(2)));
        clock.advance(Duration.ofMinutes(5));
        athlete.rename(edited, "After");
        athlete.delete(deleted);
        clock.advance(Duration.ofSeconds(59));

        assertThat(wire.get(LIST, token()).body()).contains("Before", "Gone").doesNotContain("After");
        assertThat(wire.get("/api/v3/activities/" + deleted, token()).status()).isEqualTo(200);

        clock.advance(Duration.ofSeconds(1));

        assertThat(wire.get(LIST, token()).body()).contains("After").doesNotContain("Before", "Gone");
        assertThat(wire.get("/api/v3/activities/" + deleted, token()).status()).isEqualTo(404);
    }

    @Test
    void list_withoutReplicaLagAgain_isAsOfNow() throws IOException {
        Wire wire = wire();
        strava.setReplicaLag(Duration.ofSeconds(60));
        upload("New", NOW.minus(Duration.ofHours(3)));

        strava.setReplicaLag(Duration.ZERO);

        assertThat(wire.get(LIST, token()).body()).contains("New");
    }

    @Test
    void get_withinTheDetailLag_isNotFoundThoughListed() throws IOException {
        Wire wire = wire();
        strava.setDetailLag(Duration.ofMinutes(8));
        ActivityId activity = upload("New", NOW.minus(Duration.ofHours(3)));
        clock.advance(Duration.ofMinutes(7));

        assertThat(wire.get(LIST, token()).body()).contains("New");
        assertThat(wire.get("/api/v3/activities/" + activity, token()).status()).isEqualTo(404);

        clock.advance(Duration.ofMinutes(1));

        assertThat(wire.get("/api/v3/activities/" + activity, token()).status()).isEqualTo(200);
    }

    @Test
    void setReplicaLag_negative_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> strava.setReplicaLag(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> strava.setDetailLag(Duration.ofSeconds(-1)));
    }

    @Test
    void maintenance_answersAllWithAPage_withoutCharge() throws IOException {
        Wire wire = wire();
        String token = token();
        strava.setMaintenance(true);

        Reply reply = wire.get(LIST, token);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(wire.refresh(strava, athlete.refreshToken()).status()).isEqualTo(503);

        strava.setMaintenance(false);

        assertThat(wire.get(LIST, token).header("X-ReadRateLimit-Usage")).isEqualTo("1,1");
    }

    @Test
    void setLimits_holdFromTheNextRequestOn() throws IOException {
        Wire wire = wire();
        wire.get(LIST, token());
        strava.setReadLimits(2, 50);
        strava.setOverallLimits(3, 60);

        Reply last = wire.get(LIST, token());

        assertThat(last.status()).isEqualTo(200);
        assertThat(last.header("X-ReadRateLimit-Limit")).isEqualTo("2,50");
        assertThat(last.header("X-RateLimit-Limit")).isEqualTo("3,60");
        assertThat(wire.get(LIST, token()).status()).isEqualTo(429);
    }

    @Test
    void list_withShuffledPages_hasTheSameElementsInAnotherOrder() throws IOException {
        use(FakeStrava.builder().shuffledPages(true));
        uploadFive();

        List<Long> ids = JsonValues.ids(wire().get(LIST, token()).body());

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(ids)
                .isNotEqualTo(
                        ids.stream().sorted(java.util.Comparator.reverseOrder()).toList());
    }

    @Test
    void show_aHiddenActivity_makesItVisibleToTheApplication() throws IOException {
        Wire wire = wire();
        athlete.grantOnly(Set.of(Scope.READ, Scope.ACTIVITY_READ));
        ActivityId activity = upload("Mine", NOW.minus(Duration.ofHours(3)));
        athlete.hide(activity);
        assertThat(wire.get(LIST, token()).body()).doesNotContain("Mine");

        athlete.show(activity);

        assertThat(wire.get(LIST, token()).body()).contains("Mine", "\"visibility\":\"everyone\"");
    }

    @Test
    void hideStart_movesTheActivityToTheFirstSecondOfItsDay_andShowStartBack() throws IOException {
        Wire wire = wire();
        Instant start = Instant.parse("2026-02-20T09:30:00Z");
        ActivityId activity = upload("Secret", start);

        athlete.hideStart(activity);

        assertThat(wire.get(LIST, token()).body())
                .contains("\"start_date\":\"2026-02-20T00:00:01Z\"", "\"start_date_local\":\"2026-02-20T00:00:01Z\"");

        athlete.showStart(activity, start, java.time.ZoneId.of("Europe/Berlin"));

        assertThat(wire.get(LIST, token()).body())
                .contains("\"start_date\":\"2026-02-20T09:30:00Z\"", "\"start_date_local\":\"2026-02-20T10:30:00Z\"");
    }

    @Test
    void list_ofTwentyThousand_walkedByPages_givesEachOnce() throws IOException {
        use(FakeStrava.builder().readLimits(10_000, 10_000).overallLimits(10_000, 10_000));
        athlete.generateHistory(Instant.parse("2010-01-01T00:00:00Z"), NOW, 20_000);
        Wire wire = wire();
        String token = token();
        Set<String> elements = new HashSet<>();

        for (int page = 1; page <= 101; page++) {
            String body = wire.get(LIST + "?per_page=200&page=" + page, token).body();
            Json.elements(body.getBytes(StandardCharsets.UTF_8))
                    .forEach(element -> elements.add(new String(element, StandardCharsets.UTF_8)));
        }

        assertThat(elements).hasSize(20_000).isEqualTo(new HashSet<>(athlete.rawActivities()));
    }

    @Test
    void requests_fromManyThreads_areCountedOneByOne() throws Exception {
        use(FakeStrava.builder().readLimits(10_000, 10_000).overallLimits(10_000, 10_000));
        uploadFive();
        Wire wire = wire();
        String token = token();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                Instant start = NOW.minusSeconds(i);
                results.add(threads.submit(() -> {
                    upload("More", start);
                    return wire.get(LIST, token).status();
                }));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(strava.requests(LIST)).isEqualTo(320);
        assertThat(athlete.activityCount()).isEqualTo(325);
        assertThat(wire.get(LIST, token).header("X-ReadRateLimit-Usage")).isEqualTo("321,321");
    }

    @Test
    void athlete_byId_isFound() {
        assertThat(strava.athlete(athlete.id())).containsSame(athlete);
        assertThat(strava.athlete(AthleteId.of(5))).isEmpty();
        assertThat(strava.addAthlete(AthleteId.of(5)).id()).isEqualTo(AthleteId.of(5));
        assertThatIllegalArgumentException().isThrownBy(() -> strava.addAthlete(AthleteId.of(5)));
    }
}
