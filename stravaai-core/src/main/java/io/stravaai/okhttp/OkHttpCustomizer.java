package io.stravaai.okhttp;

import okhttp3.OkHttpClient;

/**
 * A last word on the OkHttp client that the library builds: a proxy, a socket factory, interceptors of the host.
 *
 * <p>The one part of the API that shows OkHttp; it may change with OkHttp. Do not turn on redirects: the access token
 * would follow them. Interceptors and event listeners see access tokens, refresh tokens and the client secret: keep them
 * out of logs.
 */
@FunctionalInterface
public interface OkHttpCustomizer {

    /** Called once, while the client is built, with the library's settings already made. */
    void customize(OkHttpClient.Builder builder);
}
