package io.stravaai.test;

import static io.stravaai.auth.Scope.ACTIVITY_READ;
import static io.stravaai.auth.Scope.ACTIVITY_READ_ALL;
import static io.stravaai.auth.Scope.ACTIVITY_WRITE;

import io.stravaai.model.ActivityId;
import io.stravaai.model.SportType;
import io.stravaai.test.FakeRoutes.Access;
import io.stravaai.test.FakeRoutes.Charge;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Activities, and what hangs on them. */
final class ActivityResource {

    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    private final FakeStrava strava;
    private final boolean shortPages;
    private final boolean shuffledPages;

    ActivityResource(FakeStrava strava, boolean shortPages, boolean shuffledPages) {
        this.strava = strava;
        this.shortPages = shortPages;
        this.shuffledPages = shuffledPages;
    }

    void addTo(FakeRoutes routes) {
        Access read = Access.of(ACTIVITY_READ, ACTIVITY_READ_ALL);
        routes.add("GET", "/athlete/activities", read, this::list);
        routes.add("POST", "/activities", Access.of(ACTIVITY_WRITE), Charge.UPLOAD, this::create);
        routes.add("GET", "/activities/{id}", read, one(detail -> new String(detail.json(), StandardCharsets.UTF_8)));
        // Without the scope to write Strava says that there is no such activity, and charges for it: see update.
        routes.add("PUT", "/activities/{id}", Access.ANY, this::update);
        routes.add("GET", "/activities/{id}/laps", read, one(ActivityDetail::laps));
        routes.add("GET", "/activities/{id}/zones", read, this::zones);
        routes.add("GET", "/activities/{id}/comments", read, this::comments);
        routes.add("GET", "/activities/{id}/kudos", read, this::kudos);
        routes.add("GET", "/activities/{id}/photos", read, one(detail -> "[]"));
        routes.add("GET", "/activities/{id}/streams", read, this::streams);
    }

    private FakeResponse list(FakeCall call) {
        int page = call.page();
        int perPage = call.perPage();
        long after = call.number("after", Long.MIN_VALUE);
        if (after > call.now().getEpochSecond()) {
            return Faults.badRequest("Application", "after", "future");
        }
        boolean oldestFirst = after != Long.MIN_VALUE
                && call.query().getOrDefault("before", "").isEmpty();
        ActivityRows.Selection selection = new ActivityRows.Selection(
                after, call.number("before", Long.MAX_VALUE), oldestFirst, seesOnlyMe(call.athlete()));
        ActivityRows rows = call.athlete().rowsSeen();
        List<ActivityRow> elements = shortPages
                ? rows.shortPage(selection, page, perPage, strava.seed())
                : rows.page(selection, page, perPage);
        if (shuffledPages) {
            elements = new ArrayList<>(elements);
            Collections.shuffle(elements, new Random(strava.seed() * 31 + page));
        }
        return FakeResponse.json(200, array(elements));
    }

    private static byte[] array(List<ActivityRow> rows) {
        int length = Math.max(2, rows.size() + 1);
        for (ActivityRow row : rows) {
            length += row.json().length;
        }
        byte[] array = new byte[length];
        int at = 1;
        for (ActivityRow row : rows) {
            System.arraycopy(row.json(), 0, array, at, row.json().length);
            at += row.json().length;
            array[at++] = ',';
        }
        array[0] = '[';
        array[length - 1] = ']';
        return array;
    }

    private static boolean seesOnlyMe(FakeAthlete athlete) {
        return athlete.scopes().contains(ACTIVITY_READ_ALL);
    }

    private static ActivityRow row(FakeCall call) {
        return row(call, call.athlete().rowsSeen());
    }

    private static ActivityRow row(FakeCall call, ActivityRows rows) {
        FakeAthlete athlete = call.athlete();
        return rows.find(call.id())
                .filter(row -> seesOnlyMe(athlete) || !row.onlyMe())
                .filter(row -> athlete.hasDetails(row.id(), call.now()))
                .orElseThrow(() -> new FakeCall.Refusal(Faults.noActivity()));
    }

    private static Function<FakeCall, FakeResponse> one(Function<ActivityDetail, String> json) {
        return call -> FakeResponse.json(200, json.apply(new ActivityDetail(call.athlete(), row(call))));
    }

    private static FakeResponse detail(int status, FakeAthlete athlete, ActivityRow row) {
        return FakeResponse.json(status, new ActivityDetail(athlete, row).json());
    }

    private FakeResponse create(FakeCall call) {
        Map<String, String> form = call.request().form();
        FakeActivity.Builder activity = FakeActivity.builder().manual(true);
        activity.name(required(form, "name"));
        activity.sportType(
                SportType.of(form.containsKey("sport_type") ? form.get("sport_type") : required(form, "type")));
        activity.startDate(start(required(form, "start_date_local")));
        Duration elapsed = Duration.ofSeconds(Math.round(number("elapsed_time", required(form, "elapsed_time"))));
        activity.movingTime(elapsed);
        activity.distance(number("distance", form.getOrDefault("distance", "0")));
        activity.trainer(yes(form.get("trainer"))).commute(yes(form.get("commute")));
        ActivityId id = call.athlete().add(activity.build(), call.now());
        ActivityExtras extras = call.athlete().extras(id.value());
        Optional.ofNullable(form.get("description")).ifPresent(extras::describe);
        return detail(
                201, call.athlete(), call.athlete().rows().find(id.value()).orElseThrow());
    }

    private static String required(Map<String, String> form, String name) {
        String text = form.getOrDefault(name, "");
        if (text.isBlank()) {
            throw new FakeCall.Refusal(Faults.badRequest("Activity", name, "missing"));
        }
        return text;
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new FakeCall.Refusal(Faults.badRequest("Activity", name, "invalid"));
        }
    }

    private static Instant start(String local) {
        try {
            return LocalDateTime.parse(local.replaceFirst("(Z|[+-][0-9:]{4,5})$", ""))
                    .atZone(ZONE)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new FakeCall.Refusal(Faults.badRequest("Activity", "start_date_local", "invalid"));
        }
    }

    static boolean yes(@Nullable String text) {
        return "1".equals(text) || "true".equals(text);
    }

    private FakeResponse update(FakeCall call) {
        if (!call.athlete().scopes().contains(ACTIVITY_WRITE)) {
            return Faults.noActivity();
        }
        // A replica only reads: what it has not seen yet must not be written back.
        ActivityRow row = row(call, call.athlete().rows());
        byte[] body = call.request().body().toByteArray();
        boolean json = call.request().contentType().startsWith("application/json");
        if (json && !isObject(body)) {
            return Faults.badRequest("Activity", "", "invalid");
        }
        byte[] changed = row.json();
        for (String name : List.of("name", "sport_type", "gear_id")) {
            Optional<String> value = json
                    ? Json.string(body, name)
                    : Optional.ofNullable(call.request().form().get(name));
            if (value.isPresent()) {
                boolean none = name.equals("gear_id") && value.get().equals("none");
                changed = Json.replace(changed, name, none ? "null" : Json.text(value.get()));
                if (name.equals("sport_type")) {
                    changed = Json.replace(changed, "type", Json.text(FakeActivity.legacyType(value.get())));
                }
            }
        }
        ActivityExtras extras = call.athlete().extras(row.id());
        Optional<String> description = json
                ? Json.string(body, "description")
                : Optional.ofNullable(call.request().form().get("description"));
        if (description.isPresent()) {
            extras.describe(description.get());
            changed = Json.replace(changed, "description", Json.text(description.get()));
        }
        // Truth values of a form are ignored, as reported.
        if (json) {
            for (String name : List.of("commute", "trainer")) {
                Optional<String> value = Json.plain(body, name);
                if (value.isPresent()) {
                    changed = Json.replace(changed, name, String.valueOf(yes(value.get())));
                }
            }
            Optional<String> hidden = Json.plain(body, "hide_from_home");
            if (hidden.isPresent()) {
                extras.hideFromHome(yes(hidden.get()));
                changed = Json.replace(changed, "hide_from_home", String.valueOf(yes(hidden.get())));
            }
        }
        ActivityRow updated = ActivityRow.of(changed);
        call.athlete().keepPast();
        call.athlete().rows().put(updated);
        return detail(200, call.athlete(), updated);
    }

    private static boolean isObject(byte[] body) {
        try {
            Json.member(body, "");
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private FakeResponse zones(FakeCall call) {
        ActivityRow row = row(call);
        return call.athlete().subscribes()
                ? FakeResponse.json(200, new ActivityDetail(call.athlete(), row).zones())
                : Faults.noSubscriber();
    }

    private FakeResponse comments(FakeCall call) {
        ActivityRow row = row(call);
        List<ActivityExtras.Comment> all = call.athlete().extras(row.id()).comments();
        boolean paged = List.of("page_size", "after_cursor", "page", "per_page").stream()
                .anyMatch(call.query()::containsKey);
        String after = call.query().getOrDefault("after_cursor", "");
        int from = (call.page() - 1) * call.perPage();
        for (int i = 0; i < all.size() && !after.isEmpty(); i++) {
            from = all.get(i).hasCursor(after) ? i + 1 : from;
        }
        int size = call.perPage(call.query().containsKey("page_size") ? "page_size" : "per_page");
        List<String> page = all.stream()
                .skip(from)
                .limit(size)
                .map(comment -> comment(row, comment, paged))
                .toList();
        return FakeResponse.json(200, Json.array(page));
    }

    private static String comment(ActivityRow row, ActivityExtras.Comment comment, boolean paged) {
        return new JsonMembers()
                .raw("id", comment.id())
                .raw("activity_id", row.id())
                .nothing("post_id")
                .raw("resource_state", 2)
                .text("text", comment.text())
                .nothing("mentions_metadata")
                .text("created_at", comment.at().toString())
                .raw("cursor", paged ? Json.text(comment.cursor()) : "null")
                .raw("athlete", person(comment.author()))
                .raw("reaction_count", 0)
                .raw("has_reacted", false)
                .toString();
    }

    /** As many as the element says. */
    private FakeResponse kudos(FakeCall call) {
        double count = Json.decimal(row(call).json(), "kudos_count").orElse(0);
        List<String> people = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            people.add(person("Friend " + i));
        }
        return call.page(people);
    }

    private static String person(String firstName) {
        return "{\"resource_state\":2,\"firstname\":" + Json.text(firstName) + ",\"lastname\":\"F.\"}";
    }

    private FakeResponse streams(FakeCall call) {
        return Streams.ofActivity(row(call).json())
                .map(streams -> FakeResponse.json(200, streams.json(call.query().getOrDefault("keys", ""))))
                .orElseGet(Faults::noActivity);
    }
}
