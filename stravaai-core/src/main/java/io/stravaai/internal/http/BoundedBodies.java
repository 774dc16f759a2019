package io.stravaai.internal.http;

import java.io.IOException;
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
 * Ends a body that grows beyond what Strava can mean. Stands once before the body is decompressed and once after, and
 * before Retrofit, which reads the bodies of errors into memory whole.
 */
final class BoundedBodies implements Interceptor {

    private static final long ERROR_BYTES = 64 * 1024;

    private final long successBytes;

    BoundedBodies(long successBytes) {
        this.successBytes = successBytes;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        long limit = response.isSuccessful() ? successBytes : ERROR_BYTES;
        return response.newBuilder().body(new Bounded(response.body(), limit)).build();
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
        private final BufferedSource source;

        Bounded(ResponseBody body, long limit) {
            this.body = body;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {

                private long count;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    long read = super.read(sink, byteCount);
                    if (read > 0) {
                        count += read;
                    }
                    if (count > limit) {
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
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }
}
