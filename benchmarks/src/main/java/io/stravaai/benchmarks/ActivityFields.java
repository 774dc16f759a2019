package io.stravaai.benchmarks;

import io.stravaai.model.GearId;
import io.stravaai.model.SportType;
import io.stravaai.model.SummaryActivity;
import io.stravaai.model.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/** The fields of {@link Row}, read as a user of StravaAI does. */
final class ActivityFields {

    private ActivityFields() {}

    static void addTo(Sum sum, SummaryActivity activity) {
        sum.add(activity.id().value());
        sum.add(activity.name().orElse(null));
        sum.add(activity.sportType().map(SportType::name).orElse(null));
        sum.add(activity.startDate().map(Instant::getEpochSecond).orElse(0L).longValue());
        sum.add(activity.startDateLocal()
                .map(LocalDateTime::getSecond)
                .orElse(0)
                .longValue());
        sum.add(activity.timezone().orElse(null));
        sum.add(activity.distance().orElse(0));
        sum.add(activity.movingTime().map(Duration::toSeconds).orElse(0L));
        sum.add(activity.elapsedTime().map(Duration::toSeconds).orElse(0L));
        sum.add(activity.totalElevationGain().orElse(0));
        sum.add(activity.averageSpeed().orElse(0));
        sum.add(activity.maxSpeed().orElse(0));
        sum.add(activity.averageHeartrate().orElse(0));
        sum.add(activity.maxHeartrate().orElse(0));
        sum.add(activity.averageWatts().orElse(0));
        sum.add((double) activity.kudosCount().orElse(0));
        sum.add((double) activity.achievementCount().orElse(0));
        sum.add(activity.trainer().orElse(null));
        sum.add(activity.commute().orElse(null));
        sum.add(activity.visibility().map(Visibility::name).orElse(null));
        sum.add(activity.gearId().map(GearId::value).orElse(null));
        sum.add(activity.deviceName().orElse(null));
    }
}
