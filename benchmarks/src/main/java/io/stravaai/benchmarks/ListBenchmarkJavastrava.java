package io.stravaai.benchmarks;

import java.util.List;
import javastrava.auth.model.Token;
import javastrava.auth.ref.AuthorisationScope;
import javastrava.model.StravaActivity;
import javastrava.service.Strava;

/** Javastrava's side of {@link ListBenchmark}, in a process with a class path of its own. */
final class ListBenchmarkJavastrava {

    private ListBenchmarkJavastrava() {}

    public static void main(String[] args) {
        ListMeasurement measurement = new ListMeasurement(args);
        Token token = new Token();
        token.setToken("access");
        token.setScopes(List.of(AuthorisationScope.VIEW_PRIVATE));
        Strava strava = new Strava(token);
        measurement.run(sum -> list(strava, sum));
        // Its threads would go on.
        System.exit(0);
    }

    private static int list(Strava strava, Sum sum) {
        List<StravaActivity> activities = strava.listAllAuthenticatedAthleteActivities();
        activities.forEach(activity -> addTo(sum, activity));
        return activities.size();
    }

    /** The fields of {@link ActivityFields}, as far as it has them. */
    private static void addTo(Sum sum, StravaActivity activity) {
        sum.add(activity.getId());
        sum.add(activity.getName());
        sum.add(activity.getType() == null ? null : activity.getType().name());
        sum.add(activity.getStartDate() == null ? 0 : activity.getStartDate().toEpochSecond());
        sum.add(
                activity.getStartDateLocal() == null
                        ? 0
                        : activity.getStartDateLocal().getSecond());
        sum.add(activity.getTimezone());
        sum.add(activity.getDistance());
        sum.add(activity.getMovingTime());
        sum.add(activity.getElapsedTime());
        sum.add(activity.getTotalElevationGain());
        sum.add(activity.getAverageSpeed());
        sum.add(activity.getMaxSpeed());
        sum.add(activity.getAverageHeartrate());
        sum.add(activity.getMaxHeartrate());
        sum.add(activity.getAverageWatts());
        sum.add(activity.getKudosCount());
        sum.add(activity.getAchievementCount());
        sum.add(activity.getTrainer());
        sum.add(activity.getCommute());
        sum.add(activity.getGearId());
        sum.add(activity.getDeviceName());
    }
}
