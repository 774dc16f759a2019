package io.stravaai.test;

import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.Scope;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SegmentId;
import io.stravaai.okhttp.OkHttpCustomizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model of Strava: athletes, their activities, OAuth and the quota, with the errors that Strava gives. Thread-safe.
 *
 * <p>It answers the operations of the API, and what a request changes shows in later answers: an activity that is
 * entered, changed or uploaded stands in the list; a file becomes an activity two seconds after it came, or a duplicate.
 * Laps, zones, streams, totals and gear are made of the activities. What Strava has withdrawn is answered as Strava does.
 *
 * <p>A client reaches it over HTTP, see {@link #startServer()}, or without a socket, see {@link #inProcess()}. Its time
 * comes from one clock and its chance from one seed, so a test with one thread runs the same each time.
 *
 * <pre>{@code
 * TestClock clock = TestClock.at(Instant.parse("2026-03-01T10:00:00Z"));
 * FakeStrava strava = FakeStrava.builder().clock(clock).build();
 * FakeAthlete athlete = strava.addAthlete();
 * athlete.generateHistory(Instant.parse("2024-01-01T00:00:00Z"), clock.instant(), 500);
 * TokenStore tokens = InMemoryStores.tokens();
 * tokens.put(athlete.id(), athlete.grant());
 * StravaClient client = StravaClient.builder()
 *         .credentials(strava.credentials())
 *         .tokenStore(tokens)
 *         .clock(clock)
 *         .sleeper(TestSleeper.on(clock))
 *         .okHttp(strava.inProcess())
 *         .build();
 * }</pre>
 */
public final class FakeStrava {

    private static final int MAX_EXCHANGES = 10_000;
    private static final String API = "/api/v3";
    private static final Set<String> TOKEN_PATHS = Set.of("/oauth/token", API + "/oauth/token");
    private static final Set<String> REVOCATION_PATHS = Set.of("/oauth/revoke", "/oauth/deauthorize");
    private static final Set<Scope> ALL_SCOPES = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            Scope.READ,
            Scope.READ_ALL,
            Scope.PROFILE_READ_ALL,
            Scope.PROFILE_WRITE,
            Scope.ACTIVITY_READ,
            Scope.ACTIVITY_READ_ALL,
            Scope.ACTIVITY_WRITE)));
    /** Always two digits for the day, which RFC_1123_DATE_TIME does not give. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final ClientCredentials credentials;
    private final long seed;

    private final ReentrantLock lock = new ReentrantLock();
    private final FakeTokens tokens;
    private final FakeQuota quota;
    private final SplittableRandom random;
    private final Map<AthleteId, FakeAthlete> athletes = new LinkedHashMap<>();
    private final Set<Long> activityIds = new HashSet<>();
    private final FakeRoutes routes = new FakeRoutes();
    private final UploadResource uploads = new UploadResource(this);
    private final SegmentResource segments = new SegmentResource();
    private final ClubResource clubs = new ClubResource();
    private final SubscriptionResource subscription;
    private final Deque<FakeExchange> exchanges = new ArrayDeque<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final Deque<FakeAnswer> answers = new ArrayDeque<>();
    private final Map<String, FakeAnswer> answersByPath = new HashMap<>();
    private final Deque<FakeAnswer> tokenAnswers = new ArrayDeque<>();
    private final List<Consumer<FakeExchange>> listeners = new CopyOnWriteArrayList<>();
    private int tokenRequests;
    private long arrivals;
    private long ids = 9_000;
    private boolean active = true;
    private boolean maintenance;
    private Duration replicaLag = Duration.ZERO;
    private Duration longestReplicaLag = Duration.ZERO;
    private Duration detailLag = Duration.ZERO;

    private FakeStrava(Builder builder) {
        this.clock = builder.clock;
        this.credentials = builder.credentials;
        this.seed = builder.seed;
        this.random = new SplittableRandom(seed);
        this.tokens = new FakeTokens(
                credentials, builder.tokenRotation, random.split().nextLong());
        this.quota = new FakeQuota(builder.overallLimits, builder.readLimits);
        this.subscription = new SubscriptionResource(this, credentials);
        new AthleteResource().addTo(routes);
        new ActivityResource(this, builder.shortPages, builder.shuffledPages).addTo(routes);
        uploads.addTo(routes);
        segments.addTo(routes);
        new RouteResource().addTo(routes);
        clubs.addTo(routes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The credentials of the one application that the fake knows. */
    public ClientCredentials credentials() {
        return credentials;
    }

    /** Adds an athlete with the next id who has granted all scopes. */
    public FakeAthlete addAthlete() {
        return locked(() -> {
            long id = 1001;
            while (athletes.containsKey(AthleteId.of(id))) {
                id++;
            }
            return connect(AthleteId.of(id));
        });
    }

    /**
     * Adds an athlete who has granted all scopes.
     *
     * @throws IllegalArgumentException if there is one with this id
     */
    public FakeAthlete addAthlete(AthleteId id) {
        return locked(() -> connect(id));
    }

    /**
     * Adds the athlete whose recorded list pages are in a folder, and serves the elements with their exact bytes.
     *
     * <p>Reads the files named {@code all_athlete_activities.NN.200.body.json}, or, if there are none, all files
     * {@code *.json} that hold an array. An element whose id came before is left out.
     *
     * @throws IllegalArgumentException if there is no element, or if they belong to several athletes
     */
    public FakeAthlete addAthleteFromPages(Path dir) {
        RecordedPages pages;
        try {
            pages = RecordedPages.read(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read recorded pages in " + dir, e);
        }
        return locked(() -> {
            FakeAthlete athlete = connect(pages.athlete());
            pages.rows().forEach(row -> occupy(row.id()));
            athlete.rows().addAll(pages.rows());
            return athlete;
        });
    }

    /** Adds a segment that leads straight to the north from here. */
    public SegmentId addSegment(String name, double latitude, double longitude, double metres) {
        return locked(() -> segments.add(nextId(), name, latitude, longitude, metres));
    }

    public Optional<FakeAthlete> athlete(AthleteId id) {
        return locked(() -> Optional.ofNullable(athletes.get(id)));
    }

    /** Starts to answer HTTP at a free port of 127.0.0.1. Several servers may show the same fake. */
    public FakeStravaServer startServer() {
        return startServer(0);
    }

    /** Starts to answer HTTP at this port of 127.0.0.1; 0 for a free one. */
    public FakeStravaServer startServer(int port) {
        return FakeStravaServer.start(this, port);
    }

    /** Makes an OkHttp client ask this fake, whatever host it calls and without a socket. */
    public OkHttpCustomizer inProcess() {
        return builder -> builder.addInterceptor(new InProcessStrava(this));
    }

    /** The last 10,000 requests, oldest first. */
    public List<FakeExchange> exchanges() {
        return locked(() -> List.copyOf(exchanges));
    }

    /** How many requests ever came for a path, for example {@code /api/v3/athlete/activities}. */
    public int requests(String path) {
        return locked(() -> requests.getOrDefault(path, 0));
    }

    /** How many refreshes were ever asked for. */
    public int tokenRequests() {
        return locked(() -> tokenRequests);
    }

    /** The next request to the API that has no such answer yet gets this one; requests to OAuth do not count. */
    public void answerNext(FakeAnswer answer) {
        Objects.requireNonNull(answer, "answer");
        change(() -> answers.add(answer));
    }

    /**
     * From now on each request for this path, such as {@code /api/v3/activities/17/streams}, gets this answer, except
     * where {@link #answerNext} has one; {@link FakeAnswer#real()} ends that. Outside of the API the path may be
     * {@code /oauth/revoke} or {@code /oauth/deauthorize}, where an answer that is not the real one charges nothing.
     *
     * @throws IllegalArgumentException if it is another path, or one for tokens, which {@link #answerNextToken} is for
     */
    public void answerAt(String path, FakeAnswer answer) {
        Objects.requireNonNull(answer, "answer");
        if (path.indexOf('?') >= 0
                || TOKEN_PATHS.contains(path)
                || !(path.startsWith(API + "/") || REVOCATION_PATHS.contains(path))) {
            throw new IllegalArgumentException("No path of the API, nor one of " + REVOCATION_PATHS + ": " + path);
        }
        change(() -> answersByPath.put(path, answer));
    }

    /** The next request for a token that has no such answer yet gets this one. */
    public void answerNextToken(FakeAnswer answer) {
        Objects.requireNonNull(answer, "answer");
        change(() -> tokenAnswers.add(answer));
    }

    /**
     * Calls this after each request was worked on and before its answer is sent, on the thread of the request. It may
     * change the fake: what comes between two pages comes here.
     */
    public void onAnswer(Consumer<FakeExchange> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Whether Strava lets the application call the API. If not, tokens can still be refreshed. */
    public void setActive(boolean active) {
        change(() -> this.active = active);
    }

    /** While this is on, everything is answered with an HTML page and 503, without effect and without charge. */
    public void setMaintenance(boolean maintenance) {
        change(() -> this.maintenance = maintenance);
    }

    /** From now on so many requests may read in a quarter hour and in a day; what was used stays used. */
    public void setReadLimits(int quarterHour, int day) {
        FakeQuota.Limits limits = new FakeQuota.Limits(quarterHour, day);
        change(() -> quota.limitReads(limits));
    }

    /** From now on so many requests may come in a quarter hour and in a day; what was used stays used. */
    public void setOverallLimits(int quarterHour, int day) {
        FakeQuota.Limits limits = new FakeQuota.Limits(quarterHour, day);
        change(() -> quota.limitOverall(limits));
    }

    /**
     * From now on activities are read from a replica that is this far behind: lists and details show them as they were so
     * long ago. What was changed before the first lag was set is seen at once.
     */
    public void setReplicaLag(Duration lag) {
        requireNotNegative(lag);
        change(() -> {
            replicaLag = lag;
            longestReplicaLag = longestReplicaLag.compareTo(lag) < 0 ? lag : longestReplicaLag;
        });
    }

    /** For so long after it came, an activity stands in lists but is not found by its id. */
    public void setDetailLag(Duration lag) {
        requireNotNegative(lag);
        change(() -> detailLag = lag);
    }

    private static void requireNotNegative(Duration lag) {
        if (lag.isNegative()) {
            throw new IllegalArgumentException("A lag must not be negative: " + lag);
        }
    }

    /** Uses the application's quota, as another program with the same credentials would. */
    public void useQuota(int reads) {
        change(() -> quota.use(reads, now()));
    }

    /** What both front ends ask. */
    FakeResponse handle(FakeRequest request) {
        FakeResponse response;
        FakeExchange exchange;
        lock.lock();
        try {
            Instant now = now();
            uploads.process(now);
            boolean forToken = request.method().equals("POST") && TOKEN_PATHS.contains(request.path());
            if (forToken && "refresh_token".equals(request.form().get("grant_type"))) {
                tokenRequests++;
            }
            requests.merge(request.path(), 1, Integer::sum);
            response = answer(request, now, forToken);
            int status = response.reset() ? 0 : response.status();
            exchange = new FakeExchange(now, request.method(), request.path(), request.query(), status);
            exchanges.addLast(exchange);
            if (exchanges.size() > MAX_EXCHANGES) {
                exchanges.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(listener -> listener.accept(exchange));
        return response;
    }

    private FakeResponse answer(FakeRequest request, Instant now, boolean forToken) {
        boolean api = !forToken && request.path().startsWith(API + "/");
        if (maintenance) {
            return Faults.maintenance().withHeader("Date", HTTP_DATE.format(now));
        }
        FakeAnswer scripted = forToken ? tokenAnswers.poll() : api ? answers.poll() : null;
        if (scripted == null && !forToken) {
            scripted = answersByPath.get(request.path());
        }
        FakeResponse response = scripted == null ? null : scripted.response();
        if (response == null) {
            response = api ? api(request, now) : oauth(request, now);
        } else if (api && scripted != null && scripted.chargesQuota()) {
            Map<String, String> headers = charge(request, now);
            response = response.status() == 401 ? response : response.withHeaders(headers);
        }
        response = response.withHeader("Date", HTTP_DATE.format(now));
        if (scripted == null) {
            return response;
        }
        return scripted.applyTo(
                scripted.quotaHeaders()
                        ? response
                        : response.withoutHeaders(quota.headers().keySet()));
    }

    private FakeResponse oauth(FakeRequest request, Instant now) {
        String path = TOKEN_PATHS.contains(request.path()) ? "/oauth/token" : request.path();
        return switch (request.method() + " " + path) {
            case "POST /oauth/token" -> tokens.exchange(request, now);
            case "POST /oauth/revoke" -> tokens.revoke(request);
            case "POST /oauth/deauthorize" -> deauthorize(request, now);
            case "GET /oauth/authorize" -> authorize(request, now);
            default -> Faults.noPath();
        };
    }

    /** Recorded with the headers of the quota: unlike the other paths of OAuth it is charged. */
    private FakeResponse deauthorize(FakeRequest request, Instant now) {
        String token = request.bearer().orElse(request.form().getOrDefault("access_token", ""));
        Optional<FakeAthlete> athlete = tokens.authenticate(token, now);
        if (athlete.isEmpty()) {
            return Faults.badToken();
        }
        quota.use(1, now);
        tokens.revoke(athlete.get());
        return FakeResponse.json(200, "{\"access_token\":" + Json.text(token) + "}")
                .withHeaders(quota.headers());
    }

    /** The athlete added first consents to all that is asked for. */
    private FakeResponse authorize(FakeRequest request, Instant now) {
        Map<String, String> query = request.query();
        if (!tokens.knowsClient(query.get("client_id"))) {
            return Faults.badClient();
        }
        String redirect = query.getOrDefault("redirect_uri", "");
        if (redirect.isEmpty()) {
            return Faults.badRequest("Application", "redirect_uri", "invalid");
        }
        if (!"code".equals(query.get("response_type"))) {
            return Faults.badRequest("Authorize", "response_type", "invalid");
        }
        Set<Scope> scopes = Scope.parse(query.getOrDefault("scope", ""));
        if (scopes.isEmpty() || !ALL_SCOPES.containsAll(scopes)) {
            return Faults.badRequest("Authorize", "scope", "invalid");
        }
        String answer = (redirect.indexOf('?') < 0 ? "?" : "&") + "state=" + encode(query.getOrDefault("state", ""));
        if (athletes.isEmpty()) {
            return FakeResponse.redirect(redirect + answer + "&error=access_denied");
        }
        String code = tokens.code(athletes.values().iterator().next(), scopes, now);
        return FakeResponse.redirect(redirect + answer + "&code=" + code + "&scope=" + encode(Scope.format(scopes)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private FakeResponse api(FakeRequest request, Instant now) {
        String path = request.path().substring(API.length());
        if (SubscriptionResource.concerns(path)) {
            return active ? subscription.answer(request, path) : Faults.inactive();
        }
        Optional<FakeRoutes.Found> found = routes.find(request.method(), path);
        if (found.isEmpty()) {
            return Faults.noPath();
        }
        FakeRoutes.Route route = found.get().route();
        FakeAthlete owner = request.bearer()
                .flatMap(token -> tokens.authenticate(token, now))
                .orElse(null);
        if (owner == null) {
            return Faults.badToken();
        }
        if (active && !route.access().permits(owner)) {
            return route.access().otherwise();
        }
        Map<String, String> headers = charge(request, now);
        FakeResponse response;
        if (isUpload(request) ? quota.exceededByUpload() : quota.exceeded()) {
            response = Faults.quotaExceeded();
        } else if (!active) {
            response = Faults.inactive();
        } else {
            response =
                    operate(route, new FakeCall(request, owner, now, found.get().parts()));
        }
        return response.withHeaders(headers);
    }

    /** Counts a request, and gives the headers that say so. */
    private Map<String, String> charge(FakeRequest request, Instant now) {
        if (SubscriptionResource.concerns(request.path().substring(API.length()))) {
            return Map.of();
        }
        if (isUpload(request)) {
            quota.useUpload(now);
            return quota.headersOfUpload();
        }
        quota.use(1, now);
        return quota.headers();
    }

    private boolean isUpload(FakeRequest request) {
        return routes.find(request.method(), request.path().substring(API.length()))
                .filter(found -> found.route().charge() == FakeRoutes.Charge.UPLOAD)
                .isPresent();
    }

    private static FakeResponse operate(FakeRoutes.Route route, FakeCall call) {
        try {
            return route.operation().apply(call);
        } catch (FakeCall.Refusal refusal) {
            return refusal.response();
        }
    }

    private FakeAthlete connect(AthleteId id) {
        if (athletes.containsKey(id)) {
            throw new IllegalArgumentException("There is an athlete " + id);
        }
        FakeAthlete athlete = new FakeAthlete(this, id, ALL_SCOPES);
        athletes.put(id, athlete);
        tokens.connect(athlete);
        return athlete;
    }

    void change(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            uploads.process(now());
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    Duration replicaLag() {
        return replicaLag;
    }

    Duration longestReplicaLag() {
        return longestReplicaLag;
    }

    Duration detailLag() {
        return detailLag;
    }

    long seed() {
        return seed;
    }

    FakeTokens tokens() {
        return tokens;
    }

    SegmentResource segments() {
        return segments;
    }

    ClubResource clubs() {
        return clubs;
    }

    /** For what is no activity. */
    long nextId() {
        return ++ids;
    }

    long nextArrival() {
        return ++arrivals;
    }

    /** Keeps an id from being given to a new activity. */
    void occupy(long activityId) {
        activityIds.add(activityId);
    }

    /** An unused id, of a size that Strava gives at this time; ids grow with the upload, not with the start. */
    ActivityId newActivityId(Instant uploadedAt) {
        long id = 1_000_000_000L + Math.max(0, uploadedAt.getEpochSecond() - 1_230_768_000L) * 35 + random.nextInt(35);
        while (!activityIds.add(id)) {
            id++;
        }
        return ActivityId.of(id);
    }

    @Override
    public String toString() {
        return "FakeStrava[seed " + seed + "]";
    }

    /** Builds a fake. Not thread-safe. */
    public static final class Builder {

        private Clock clock = Clock.systemUTC();
        private ClientCredentials credentials = ClientCredentials.of("12345", "fake-client-secret");
        private FakeQuota.Limits readLimits = new FakeQuota.Limits(100, 1000);
        private FakeQuota.Limits overallLimits = new FakeQuota.Limits(200, 2000);
        private TokenRotation tokenRotation = TokenRotation.SAME;
        private boolean shortPages;
        private boolean shuffledPages;
        private long seed = 1;

        private Builder() {}

        /** Strava's clock; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        public Builder credentials(ClientCredentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** How many requests may read in a quarter hour and in a day; 100 and 1,000 by default. */
        public Builder readLimits(int quarterHour, int day) {
            this.readLimits = new FakeQuota.Limits(quarterHour, day);
            return this;
        }

        /** How many requests may come in a quarter hour and in a day; 200 and 2,000 by default. */
        public Builder overallLimits(int quarterHour, int day) {
            this.overallLimits = new FakeQuota.Limits(quarterHour, day);
            return this;
        }

        /** What a refresh does to the refresh token; {@link TokenRotation#SAME} by default. */
        public Builder tokenRotation(TokenRotation tokenRotation) {
            this.tokenRotation = Objects.requireNonNull(tokenRotation, "tokenRotation");
            return this;
        }

        /** Whether pages come short before the end of the list; an empty one still means the end. */
        public Builder shortPages(boolean shortPages) {
            this.shortPages = shortPages;
            return this;
        }

        /** Whether the elements of a page come in any order; pages themselves stay newest or oldest first. */
        public Builder shuffledPages(boolean shuffledPages) {
            this.shuffledPages = shuffledPages;
            return this;
        }

        /** Where tokens, ids and histories come from; 1 by default. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public FakeStrava build() {
            return new FakeStrava(this);
        }
    }
}
