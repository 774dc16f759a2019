package io.stravaai.internal.http;

import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.okhttp.OkHttpCustomizer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.ResponseBody;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;
import retrofit2.Invocation;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.PUT;

/** Sends requests on the calling thread: within a deadline, with bounded answers, without following redirects. */
public final class Transport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final long MAX_BODY_BYTES = 16L * 1024 * 1024;

    /** A file may have megabytes to go over a slow line. */
    private static final int UPLOAD_FACTOR = 10;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(10);

    private final OkHttpClient client;
    private final StravaHttp strava;
    private final OAuthHttp oauth;

    public Transport(URI apiUrl, URI oauthUrl, Duration callTimeout, OkHttpCustomizer customizer) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                // A silent repetition would not take a permit.
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT_TIMEOUT)
                // The time of the whole call is what counts.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(callTimeout)
                .eventListenerFactory(ConnectionProgress::of)
                .addInterceptor(BoundedBodies.read(MAX_BODY_BYTES))
                .addInterceptor(Transport::withHeaders)
                .addNetworkInterceptor(BoundedBodies.sent(MAX_BODY_BYTES))
                .addNetworkInterceptor(Transport::withoutRetryAfter);
        ClassPathCheck.host(() -> customizer.customize(builder));
        this.client = builder.build();
        this.strava = retrofit(apiUrl, client).create(StravaHttp.class);
        Duration tokenTimeout = callTimeout.compareTo(TOKEN_TIMEOUT) < 0 ? callTimeout : TOKEN_TIMEOUT;
        this.oauth = retrofit(
                        oauthUrl, client.newBuilder().callTimeout(tokenTimeout).build())
                .create(OAuthHttp.class);
    }

    private static okhttp3.Response withHeaders(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Request.Builder builder = request.newBuilder().header("User-Agent", "stravaai");
        if (request.header("Accept") == null) {
            builder.header("Accept", "application/json");
        }
        return chain.proceed(builder.build());
    }

    /** OkHttp repeats whatever got a 503 with {@code Retry-After: 0}, a POST too, and has no switch for that. */
    private static okhttp3.Response withoutRetryAfter(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request())
                .newBuilder()
                .removeHeader("Retry-After")
                .build();
    }

    private static Retrofit retrofit(URI base, OkHttpClient client) {
        String url = base.toString();
        return new Retrofit.Builder()
                .baseUrl(HttpUrl.get(url.endsWith("/") ? url : url + "/"))
                .callFactory(request -> client.newCall(request.newBuilder()
                        .tag(ConnectionProgress.class, new ConnectionProgress())
                        .build()))
                .validateEagerly(true)
                .build();
    }

    public StravaHttp strava() {
        return strava;
    }

    public OAuthHttp oauth() {
        return oauth;
    }

    /**
     * Sends the request and reads the answer whole, whatever its status.
     *
     * @throws StravaIoException if there is no answer
     * @throws ResponseFormatException if the answer is too large
     * @throws CallInterruptedException if the thread was interrupted
     */
    public Answer execute(Call<ResponseBody> call) {
        return send(call, false);
    }

    /**
     * As {@link #execute(Call)}, but cut off after this time even if the client would wait longer.
     *
     * @throws DeadlineExceededException if it was cut off when Strava may have seen the request
     */
    public Answer execute(Call<ResponseBody> call, Duration atMost) {
        Timeout timeout = call.timeout();
        if (call.request().body() instanceof MultipartBody) {
            timeout.timeout(timeout.timeoutNanos() * UPLOAD_FACTOR, TimeUnit.NANOSECONDS);
        }
        boolean shorter = timeout.timeoutNanos() == 0 || atMost.compareTo(Duration.ofNanos(timeout.timeoutNanos())) < 0;
        if (shorter) {
            timeout.timeout(atMost.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
        return send(call, shorter);
    }

    /** Method and path with the names of its variables: {@code GET /activities/{id}}. */
    public static String operation(Call<ResponseBody> call) {
        Request request = call.request();
        Invocation invocation = Objects.requireNonNull(request.tag(Invocation.class));
        String path = Arrays.stream(invocation.method().getAnnotations())
                .map(Transport::path)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
        return request.method() + " /" + path;
    }

    private static String path(Annotation annotation) {
        if (annotation instanceof GET get) {
            return get.value();
        }
        if (annotation instanceof POST post) {
            return post.value();
        }
        if (annotation instanceof PUT put) {
            return put.value();
        }
        return annotation instanceof DELETE delete ? delete.value() : "";
    }

    /**
     * @param byDeadline whether the time of the call is that which the caller has left
     */
    private static Answer send(Call<ResponseBody> call, boolean byDeadline) {
        String what = operation(call);
        try {
            Response<ResponseBody> response = call.execute();
            try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
                Answer answer =
                        new Answer(response.code(), response.headers(), body == null ? new byte[0] : body.bytes());
                LOG.debug("{} -> {}, {} bytes", what, answer.status(), answer.body().length);
                return answer;
            }
        } catch (IOException e) {
            LOG.debug("{} -> {}", what, e.getClass().getSimpleName());
            throw failure(what, e, call.request().tag(ConnectionProgress.class), byDeadline);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // OkHttp, written in Kotlin, lets InterruptedException out of a connect without declaring it.
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(what + " was interrupted", e);
        }
    }

    private static StravaAiException failure(
            String what, IOException e, @Nullable ConnectionProgress progress, boolean byDeadline) {
        if (e instanceof BoundedBodies.BodyTooLargeException) {
            return new ResponseFormatException(what + ": the answer is too large: " + e.getMessage(), e, null, false);
        }
        if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return new CallInterruptedException(what + " was interrupted", e);
        }
        boolean connecting = progress != null && progress.endedConnecting();
        // The time of a call ends with this class itself, that of a connect, read or write with a subclass.
        if (byDeadline && !connecting && e.getClass() == InterruptedIOException.class) {
            return new DeadlineExceededException(what + " was cut off at its deadline", true);
        }
        return new StravaIoException(
                connecting ? "Cannot connect for " + what + ": " + e.getMessage() : "No answer to " + what + ": " + e,
                !connecting,
                e);
    }

    @Override
    public void close() {
        // Calls are made on the caller's thread, so there is no pool of threads to shut down.
        client.connectionPool().evictAll();
    }
}
