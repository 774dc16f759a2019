package io.stravaai.internal.http;

import java.util.Map;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.Field;
import retrofit2.http.FieldMap;
import retrofit2.http.FormUrlEncoded;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Streaming;

/** The API's endpoints. Every body is streamed, so that {@link Transport} bounds it. */
public interface StravaHttp {

    @Streaming
    @GET("athlete")
    Call<ResponseBody> athlete(@Header("Authorization") String bearer);

    @Streaming
    @FormUrlEncoded
    @PUT("athlete")
    Call<ResponseBody> updateAthlete(@Header("Authorization") String bearer, @Field("weight") String kilograms);

    @Streaming
    @GET("athlete/zones")
    Call<ResponseBody> athleteZones(@Header("Authorization") String bearer);

    @Streaming
    @GET("athletes/{id}/stats")
    Call<ResponseBody> stats(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("athlete/activities")
    Call<ResponseBody> activities(
            @Header("Authorization") String bearer,
            @Query("before") @Nullable Long before,
            @Query("after") @Nullable Long after,
            @Query("page") int page,
            @Query("per_page") int perPage);

    @Streaming
    @GET("activities/{id}")
    Call<ResponseBody> activity(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("include_all_efforts") boolean includeAllEfforts);

    @Streaming
    @FormUrlEncoded
    @POST("activities")
    Call<ResponseBody> createActivity(@Header("Authorization") String bearer, @FieldMap Map<String, String> fields);

    @Streaming
    @PUT("activities/{id}")
    Call<ResponseBody> updateActivity(
            @Header("Authorization") String bearer, @Path("id") long id, @Body RequestBody json);

    @Streaming
    @GET("activities/{id}/laps")
    Call<ResponseBody> laps(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("activities/{id}/zones")
    Call<ResponseBody> activityZones(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("activities/{id}/comments")
    Call<ResponseBody> comments(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("page_size") int pageSize,
            @Query("after_cursor") @Nullable String afterCursor);

    @Streaming
    @GET("activities/{id}/kudos")
    Call<ResponseBody> kudos(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("page") int page,
            @Query("per_page") int perPage);

    @Streaming
    @GET("activities/{id}/photos")
    Call<ResponseBody> photos(@Header("Authorization") String bearer, @Path("id") long id, @Query("size") int size);

    @Streaming
    @GET("activities/{id}/streams")
    Call<ResponseBody> activityStreams(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("keys") String keys,
            @Query("key_by_type") boolean keyByType);

    @Streaming
    @GET("segment_efforts/{id}/streams")
    Call<ResponseBody> segmentEffortStreams(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("keys") String keys,
            @Query("key_by_type") boolean keyByType);

    @Streaming
    @GET("segments/{id}/streams")
    Call<ResponseBody> segmentStreams(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("keys") String keys,
            @Query("key_by_type") boolean keyByType);

    @Streaming
    @GET("routes/{id}/streams")
    Call<ResponseBody> routeStreams(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("segments/{id}")
    Call<ResponseBody> segment(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("segments/explore")
    Call<ResponseBody> exploreSegments(
            @Header("Authorization") String bearer,
            @Query("bounds") String bounds,
            @Query("activity_type") @Nullable String activityType,
            @Query("min_cat") @Nullable Integer minCat,
            @Query("max_cat") @Nullable Integer maxCat);

    @Streaming
    @GET("segments/starred")
    Call<ResponseBody> starredSegments(
            @Header("Authorization") String bearer, @Query("page") int page, @Query("per_page") int perPage);

    @Streaming
    @FormUrlEncoded
    @PUT("segments/{id}/starred")
    Call<ResponseBody> starSegment(
            @Header("Authorization") String bearer, @Path("id") long id, @Field("starred") boolean starred);

    @Streaming
    @GET("segment_efforts/{id}")
    Call<ResponseBody> segmentEffort(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("segment_efforts")
    Call<ResponseBody> segmentEfforts(
            @Header("Authorization") String bearer,
            @Query("segment_id") long segmentId,
            @Query("start_date_local") @Nullable String startDateLocal,
            @Query("end_date_local") @Nullable String endDateLocal,
            @Query("per_page") int perPage);

    @Streaming
    @GET("routes/{id}")
    Call<ResponseBody> route(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("athletes/{id}/routes")
    Call<ResponseBody> routes(
            @Header("Authorization") String bearer,
            @Path("id") long id,
            @Query("page") int page,
            @Query("per_page") int perPage);

    @Streaming
    @Headers("Accept: */*")
    @GET("routes/{id}/export_gpx")
    Call<ResponseBody> exportGpx(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @Headers("Accept: */*")
    @GET("routes/{id}/export_tcx")
    Call<ResponseBody> exportTcx(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("clubs/{id}")
    Call<ResponseBody> club(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("athlete/clubs")
    Call<ResponseBody> clubs(
            @Header("Authorization") String bearer, @Query("page") int page, @Query("per_page") int perPage);

    @Streaming
    @GET("clubs/{id}/group_events")
    Call<ResponseBody> clubEvents(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @GET("gear/{id}")
    Call<ResponseBody> gear(@Header("Authorization") String bearer, @Path("id") String id);

    @Streaming
    @POST("uploads")
    Call<ResponseBody> createUpload(@Header("Authorization") String bearer, @Body RequestBody multipart);

    @Streaming
    @GET("uploads/{id}")
    Call<ResponseBody> upload(@Header("Authorization") String bearer, @Path("id") long id);

    @Streaming
    @FormUrlEncoded
    @POST("push_subscriptions")
    Call<ResponseBody> createSubscription(
            @Field("client_id") String clientId,
            @Field("client_secret") String clientSecret,
            @Field("callback_url") String callbackUrl,
            @Field("verify_token") String verifyToken);

    /** Strava wants the secret in the URL here and has no other way. */
    @Streaming
    @GET("push_subscriptions")
    Call<ResponseBody> subscriptions(@Query("client_id") String clientId, @Query("client_secret") String clientSecret);

    /** Strava wants the secret in the URL here and has no other way. */
    @Streaming
    @DELETE("push_subscriptions/{id}")
    Call<ResponseBody> deleteSubscription(
            @Path("id") long id, @Query("client_id") String clientId, @Query("client_secret") String clientSecret);
}
