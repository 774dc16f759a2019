package io.stravaai.internal.http;

import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Field;
import retrofit2.http.FormUrlEncoded;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Streaming;

/** The endpoints of OAuth. Secrets travel in the body or a header, never in a URL. */
public interface OAuthHttp {

    @Streaming
    @FormUrlEncoded
    @POST("token")
    Call<ResponseBody> exchange(
            @Field("client_id") String clientId,
            @Field("client_secret") String clientSecret,
            @Field("code") String code,
            @Field("grant_type") String grantType);

    @Streaming
    @FormUrlEncoded
    @POST("token")
    Call<ResponseBody> refresh(
            @Field("client_id") String clientId,
            @Field("client_secret") String clientSecret,
            @Field("refresh_token") String refreshToken,
            @Field("grant_type") String grantType);

    @Streaming
    @FormUrlEncoded
    @POST("revoke")
    Call<ResponseBody> revoke(
            @Header("Authorization") String basic,
            @Field("token") String token,
            @Field("token_type_hint") String tokenTypeHint);

    @Streaming
    @POST("deauthorize")
    Call<ResponseBody> deauthorize(@Header("Authorization") String bearer);
}
