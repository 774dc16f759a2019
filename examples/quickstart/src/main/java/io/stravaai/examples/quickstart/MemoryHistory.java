package io.stravaai.examples.quickstart;

import io.stravaai.error.ResponseFormatException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.StravaJson;
import io.stravaai.model.SummaryActivity;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStatus;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.StoredResource;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Activities of one athlete that come from no database, in stores that end with the process. */
final class MemoryHistory {

    private static final AthleteId ATHLETE = AthleteId.of(1);

    private final ActivityStore activities = InMemoryStores.activities();
    private final ResourceStore resources = InMemoryStores.resources();
    private final Map<ActivityId, StoredActivity> rows = new LinkedHashMap<>();
    private final Instant now;

    MemoryHistory(Instant now) {
        this.now = now;
    }

    /** Reads Strava's summary activities: files with a JSON array, or with one object a line. */
    static MemoryHistory read(List<Path> files, Instant now) {
        MemoryHistory history = new MemoryHistory(now);
        for (Path file : files) {
            try {
                summaries(Files.readString(file, StandardCharsets.UTF_8)).forEach(history::add);
            } catch (NoSuchFileException e) {
                throw new QuickstartException(
                        "There is no file " + file + "; --history names files with activities", e);
            } catch (IOException e) {
                throw new QuickstartException(
                        "The file " + file + " cannot be read as text in UTF-8; --history names files with activities",
                        e);
            } catch (ResponseFormatException e) {
                throw new QuickstartException(
                        "The file " + file + " does not hold Strava's activities, as a JSON array or one object a line",
                        e);
            }
        }
        history.store();
        return history;
    }

    private static List<SummaryActivity> summaries(String text) {
        if (text.stripLeading().startsWith("[")) {
            return StravaJson.readList(text, SummaryActivity.class);
        }
        List<SummaryActivity> lines = new ArrayList<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> lines.add(StravaJson.read(line, SummaryActivity.class)));
        return lines;
    }

    void add(SummaryActivity activity) {
        rows.putIfAbsent(activity.id(), StoredActivity.of(ATHLETE, activity, now));
    }

    /** Adds what was recorded during an activity. */
    void addStreams(ActivityId activity, String json) {
        resources.enqueue(List.of(StoredResource.builder(ATHLETE, activity, ActivityResource.STREAMS, now)
                .status(ResourceStatus.DONE, null)
                .content(json, now)
                .build()));
    }

    /** Shows what was added to those who read {@link #activities()}. Once. */
    void store() {
        SyncState first = SyncState.initial(ATHLETE).next().build();
        activities.commit(SyncCommit.of(first, List.copyOf(rows.values()), List.of(), List.of()));
    }

    AthleteId athlete() {
        return ATHLETE;
    }

    ActivityStore activities() {
        return activities;
    }

    ResourceStore resources() {
        return resources;
    }
}
