package io.stravaai.examples.quickstart;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where results go, in UTF-8 on every platform, so that pipes and files are the same everywhere. */
final class Output extends PrintStream {

    private static final int BUFFER = 1 << 16;

    private final Sink sink;

    private Output(Sink sink) {
        super(new BufferedOutputStream(sink, BUFFER), false, StandardCharsets.UTF_8);
        this.sink = sink;
    }

    static Output to(OutputStream stream) {
        return new Output(new Sink(stream));
    }

    /** Whether whoever read the other end of a pipe has enough, as {@code head} does. */
    boolean readerIsGone() {
        return sink.readerIsGone;
    }

    /** Remembers how writing failed; a {@link PrintStream} tells only that it did. */
    private static final class Sink extends FilterOutputStream {

        private volatile boolean readerIsGone;

        private Sink(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int b) throws IOException {
            try {
                out.write(b);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        private IOException remembered(IOException e) {
            @Nullable String message = e.getMessage();
            readerIsGone |= message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
            return e;
        }
    }
}
