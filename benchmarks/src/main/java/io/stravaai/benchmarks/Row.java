package io.stravaai.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.squareup.moshi.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What programs read of a row, for Moshi and for Jackson: no field that is not read, so that the parser may skip the rest.
 * Public for Moshi.
 */
public record Row(
        long id,
        @Nullable String name,

        @Json(name = "sport_type") @JsonProperty("sport_type") @Nullable
        String sportType,

        @Json(name = "start_date") @JsonProperty("start_date") @Nullable
        Instant startDate,

        @Json(name = "start_date_local") @JsonProperty("start_date_local") @Nullable
        LocalDateTime startDateLocal,

        @Nullable String timezone,
        @Nullable Double distance,

        @Json(name = "moving_time") @JsonProperty("moving_time") @Nullable
        Integer movingTime,

        @Json(name = "elapsed_time") @JsonProperty("elapsed_time") @Nullable
        Integer elapsedTime,

        @Json(name = "total_elevation_gain") @JsonProperty("total_elevation_gain") @Nullable
        Double totalElevationGain,

        @Json(name = "average_speed") @JsonProperty("average_speed") @Nullable
        Double averageSpeed,

        @Json(name = "max_speed") @JsonProperty("max_speed") @Nullable
        Double maxSpeed,

        @Json(name = "average_heartrate") @JsonProperty("average_heartrate") @Nullable
        Double averageHeartrate,

        @Json(name = "max_heartrate") @JsonProperty("max_heartrate") @Nullable
        Double maxHeartrate,

        @Json(name = "average_watts") @JsonProperty("average_watts") @Nullable
        Double averageWatts,

        @Json(name = "kudos_count") @JsonProperty("kudos_count") @Nullable
        Integer kudosCount,

        @Json(name = "achievement_count") @JsonProperty("achievement_count") @Nullable
        Integer achievementCount,

        @Nullable Boolean trainer,
        @Nullable Boolean commute,
        @Nullable String visibility,

        @Json(name = "gear_id") @JsonProperty("gear_id") @Nullable
        String gearId,

        @Json(name = "device_name") @JsonProperty("device_name") @Nullable
        String deviceName) {

    void addTo(Sum sum) {
        sum.add(id);
        sum.add(name);
        sum.add(sportType);
        sum.add(startDate == null ? 0 : startDate.getEpochSecond());
        sum.add(startDateLocal == null ? 0 : startDateLocal.getSecond());
        sum.add(timezone);
        sum.add(distance);
        sum.add(movingTime);
        sum.add(elapsedTime);
        sum.add(totalElevationGain);
        sum.add(averageSpeed);
        sum.add(maxSpeed);
        sum.add(averageHeartrate);
        sum.add(maxHeartrate);
        sum.add(averageWatts);
        sum.add(kudosCount);
        sum.add(achievementCount);
        sum.add(trainer);
        sum.add(commute);
        sum.add(visibility);
        sum.add(gearId);
        sum.add(deviceName);
    }
}
