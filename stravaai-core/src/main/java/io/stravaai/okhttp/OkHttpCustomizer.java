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

    /**
     * Called once, when the client needs OkHttp first, with the library's settings already made. What it throws reaches whoever asked the
     * client for an API, and it is called again at the next time.
     */
    void customize(OkHttpClient.Builder builder);
}
