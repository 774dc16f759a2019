package io.stravaai.spring.boot;

import io.stravaai.SyncEngine;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

// readme:begin
@RestController
class Activities {

    private final SyncEngine engine;
    private final ActivityStore activities;

    Activities(SyncEngine engine, ActivityStore activities) {
        this.engine = engine;
        this.activities = activities;
    }

    @GetMapping(path = "/athletes/{id}/activities", produces = "application/json")
    String latest(@PathVariable long id) {
        var athlete = AthleteId.of(id);
        engine.syncIfStale(athlete, Duration.ofMinutes(15));
        return activities.list(ActivityQuery.of(athlete).limit(20)).stream()
                .map(StoredActivity::rawJson)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
// readme:end
