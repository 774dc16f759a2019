package io.stravaai.internal.http;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Ends a body that grows beyond what Strava can mean: a successful one with an exception, an error's by cutting it off,
 * since its status says enough. Either way the call is cancelled, or OkHttp would go on reading, in the hope of using the
 * connection again. Stands once before the body is decompressed and once after, and before Retrofit, which reads the
 * bodies of errors into memory whole.
 */
final class BoundedBodies implements Interceptor {

    private static final long ERROR_BYTES = 64 * 1024;

    private final long successBytes;
    private final long errorBytes;

    private BoundedBodies(long successBytes, long errorBytes) {
        this.successBytes = successBytes;
        this.errorBytes = errorBytes;
    }

    /** For bodies as they are read. */
    static BoundedBodies read(long successBytes) {
        return new BoundedBodies(successBytes, ERROR_BYTES);
    }

    /** For bodies as they are sent, perhaps compressed: enough for what is read of an error, even if it grew by that. */
    static BoundedBodies sent(long successBytes) {
        return new BoundedBodies(successBytes, 2 * ERROR_BYTES);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.isSuccessful()
                ? new Bounded(response.body(), successBytes, false, chain.call())
                : new Bounded(response.body(), errorBytes, true, chain.call());
        return response.newBuilder().body(body).build();
    }

    /** The body is larger than it may be. */
    static final class BodyTooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        BodyTooLargeException(long limit) {
            super("more than " + limit + " bytes");
        }
    }

    private static final class Bounded extends ResponseBody {

        private final ResponseBody body;
        private final long limit;
        private final boolean cut;
        private final BufferedSource source;

        Bounded(ResponseBody body, long limit, boolean cut, Call call) {
            this.body = body;
            this.limit = limit;
            this.cut = cut;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {

                private long count;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    if (cut && count >= limit) {
                        call.cancel();
                        return -1;
                    }
                    long read = super.read(sink, cut ? Math.min(byteCount, limit - count) : byteCount);
                    if (read > 0) {
                        count += read;
                    }
                    if (count > limit) {
                        call.cancel();
                        throw new BodyTooLargeException(limit);
                    }
                    return read;
                }
            });
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            // A length that is announced must not be what ends the reading.
            return cut || body.contentLength() > limit ? -1 : body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }
}
