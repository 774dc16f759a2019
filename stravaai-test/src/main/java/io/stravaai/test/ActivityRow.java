package io.stravaai.test;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;

/** One element of an athlete's list, with the bytes that are served. Immutable; a broken one has no id, written 0. */
final class ActivityRow {

    /** Oldest first; by id, and then by arrival, where the start is the same. */
    static final Comparator<ActivityRow> OLDEST_FIRST = Comparator.comparingLong((ActivityRow row) -> row.start)
            .thenComparingLong(row -> row.id)
            .thenComparingLong(row -> row.arrival);

    private final long start;
    private final long id;
    private final long arrival;
    private final byte[] json;
    private final boolean onlyMe;

    private ActivityRow(long start, long id, long arrival, byte[] json, boolean onlyMe) {
        this.start = start;
        this.id = id;
        this.arrival = arrival;
        this.json = json;
        this.onlyMe = onlyMe;
    }

    /**
     * A row as the element says.
     *
     * @throws IllegalArgumentException if it is no object with an id and a start_date; other faults are not looked for
     */
    static ActivityRow of(byte[] json) {
        long id = Json.number(json, "id").orElseThrow(() -> new IllegalArgumentException("An element has no id"));
        Instant start = Json.plain(json, "start_date")
                .map(text -> instant(id, text))
                .orElseThrow(() -> new IllegalArgumentException("Element " + id + " has no start_date"));
        boolean onlyMe =
                Json.plain(json, "visibility").filter("only_me"::equals).isPresent()
                        || Json.plain(json, "private").filter("true"::equals).isPresent();
        return new ActivityRow(start.getEpochSecond(), id, 0, json, onlyMe);
    }

    private static Instant instant(long id, String startDate) {
        try {
            return Instant.parse(startDate);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Element " + id + " has the start_date " + startDate, e);
        }
    }

    static ActivityRow broken(byte[] bytes, Instant start, long arrival) {
        return new ActivityRow(start.getEpochSecond(), 0, arrival, bytes, false);
    }

    ActivityRow withName(String name) {
        return of(Json.replace(json, "name", Json.text(name)));
    }

    ActivityRow hidden() {
        byte[] replaced = Json.replace(Json.replace(json, "private", "true"), "visibility", "\"only_me\"");
        return new ActivityRow(start, id, arrival, replaced, true);
    }

    ActivityRow shown() {
        byte[] replaced = Json.replace(Json.replace(json, "private", "false"), "visibility", "\"everyone\"");
        return new ActivityRow(start, id, arrival, replaced, false);
    }

    /** The wall-clock time of the start, as if it were UTC. */
    Instant startLocal() {
        return Json.string(json, "start_date_local")
                .map(text -> instant(id, text))
                .orElseGet(() -> Instant.ofEpochSecond(start));
    }

    ActivityRow startingAt(Instant newStart, ZoneId zone) {
        Instant local = newStart.atZone(zone).toLocalDateTime().toInstant(ZoneOffset.UTC);
        byte[] replaced = Json.replace(json, "start_date", Json.text(newStart.toString()));
        return of(Json.replace(replaced, "start_date_local", Json.text(local.toString())));
    }

    /** Epoch seconds. */
    long start() {
        return start;
    }

    long id() {
        return id;
    }

    boolean broken() {
        return id == 0;
    }

    boolean onlyMe() {
        return onlyMe;
    }

    /** Not copied: not to be changed. */
    byte[] json() {
        return json;
    }
}
