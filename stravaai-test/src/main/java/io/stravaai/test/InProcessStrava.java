package io.stravaai.test;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Answers in the place of the network. */
final class InProcessStrava implements Interceptor {

    private final FakeStrava strava;

    InProcessStrava(FakeStrava strava) {
        this.strava = strava;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.call().isCanceled()) {
            throw new IOException("Canceled");
        }
        FakeResponse response = strava.handle(request(chain.request()));
        timeOut(chain, response.delay());
        if (response.reset()) {
            throw new SocketException("Connection reset");
        }
        Response.Builder builder = new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(response.status())
                .message("")
                .body(body(response));
        response.headers().forEach(builder::header);
        return builder.header("Content-Length", String.valueOf(response.body().length))
                .build();
    }

    private static FakeRequest request(Request request) throws IOException {
        RequestBody body = request.body();
        Buffer bytes = new Buffer();
        String contentType = request.header("Content-Type");
        if (body != null) {
            body.writeTo(bytes);
            MediaType type = body.contentType();
            contentType = type == null ? contentType : type.toString();
        }
        HttpUrl url = request.url();
        String query = url.encodedQuery();
        return FakeRequest.of(
                request.method(),
                query == null ? url.encodedPath() : url.encodedPath() + "?" + query,
                request.header("Authorization"),
                contentType,
                bytes.readByteArray());
    }

    private static void timeOut(Chain chain, Duration delay) throws IOException {
        if (delay.isZero()) {
            return;
        }
        Duration read = Duration.ofMillis(chain.readTimeoutMillis());
        Duration whole = Duration.ofNanos(chain.call().timeout().timeoutNanos());
        if (!read.isZero() && delay.compareTo(read) >= 0) {
            throw new SocketTimeoutException("timeout");
        }
        if (!whole.isZero() && delay.compareTo(whole) >= 0) {
            throw new InterruptedIOException("timeout");
        }
    }

    private static ResponseBody body(FakeResponse response) {
        String contentType = response.headers().getOrDefault("Content-Type", "");
        MediaType type = contentType.isEmpty() ? null : MediaType.parse(contentType);
        Buffer sent = new Buffer().write(response.body(), 0, response.sentBytes());
        if (!response.truncated()) {
            return ResponseBody.create(sent, type, response.body().length);
        }
        return ResponseBody.create(Okio.buffer(new Cut(sent)), type, response.body().length);
    }

    /** Ends as a connection does that breaks off. */
    private static final class Cut extends ForwardingSource {

        Cut(Buffer sent) {
            super(sent);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            if (read < 0) {
                throw new ProtocolException("unexpected end of stream");
            }
            return read;
        }
    }
}
