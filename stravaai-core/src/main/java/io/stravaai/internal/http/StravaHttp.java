package io.stravaai.internal.http;

import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Query;
import retrofit2.http.Streaming;

/** The API's endpoints. Every body is streamed, so that {@link Transport} bounds it. */
public interface StravaHttp {

    @Streaming
    @GET("athlete")
    Call<ResponseBody> athlete(@Header("Authorization") String authorization);

    @Streaming
    @GET("athlete/activities")
    Call<ResponseBody> activities(
            @Header("Authorization") String authorization,
            @Query("before") @Nullable Long before,
            @Query("after") @Nullable Long after,
            @Query("page") int page,
            @Query("per_page") int perPage);
}
