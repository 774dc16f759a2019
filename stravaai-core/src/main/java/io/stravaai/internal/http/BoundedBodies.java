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
 * Ends a body that grows beyond what Strava can mean: a successful one with an exception, an error's by cutting it off,
 * since its status says enough. Stands once before the body is decompressed and once after, and
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
        ResponseBody body = response.isSuccessful()
                ? new Bounded(response.body(), successBytes, false)
                : new Bounded(response.body(), ERROR_BYTES, true);
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
        private final boolean cut;
        private final BufferedSource source;

        Bounded(ResponseBody body, long limit, boolean cut) {
            this.body = body;
            this.cut = cut;
            this.source = Okio.buffer(new ForwardingSource(body.source()) {

                private long count;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    if (cut && count >= limit) {
                        return -1;
                    }
                    long read = super.read(sink, cut ? Math.min(byteCount, limit - count) : byteCount);
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
            return cut ? -1 : body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }
}
