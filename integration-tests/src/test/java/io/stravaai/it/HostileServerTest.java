package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.client.CallOptions;
import io.stravaai.error.DeadlineExceededException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.retry.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does that is broken or means ill costs bounded time and memory, a known number of requests, and no token. */
class HostileServerTest {

    private static final Endpoint LIST = Endpoint.named("GET /athlete/activities");
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SLACK = Duration.ofSeconds(4);

    /** What a body of 8 MB costs twice over, with the buffers that grow to hold it. */
    private static final long MEMORY = 96L * 1024 * 1024;

    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    private static final String ERROR = "HTTP/1.1 500 Trouble\r\nConnection: close\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final byte[] CHUNK = chunk(new byte[16 * 1024]);
    private static final byte[] NOISE = noise();

    private final World world = new World();

    /** What a server can do, what comes of it, and how many requests it takes. */
    enum Case {
        NO_ANSWER(StravaIoException.class, 2, exchange -> exchange.stall()),
        STALL_IN_STATUS_LINE(StravaIoException.class, 2, exchange -> {
            exchange.send("HTTP/1.1 2");
            exchange.stall();
        }),
        STALL_IN_HEADERS(StravaIoException.class, 2, exchange -> {
            exchange.send(OK + "Content-Le");
            exchange.stall();
        }),
        STALL_IN_BODY(StravaIoException.class, 2, exchange -> {
            exchange.send(OK + "Content-Length: 100\r\n\r\n[{\"id\":1}");
            exchange.stall();
        }),
        STALL_IN_BODY_OF_ERROR(StravaIoException.class, 2, exchange -> {
            exchange.send(ERROR + "Content-Length: 100\r\n\r\n{");
            exchange.stall();
        }),
        DRIP_OF_HEADERS(StravaIoException.class, 2, exchange -> {
            exchange.send(OK);
            exchange.drip("x");
        }),
        DRIP_OF_BODY(StravaIoException.class, 2, exchange -> {
            exchange.send(OK + "Content-Length: 1000\r\n\r\n");
            exchange.drip(" ");
        }),
        ENDLESS_STATUS_LINE(StravaIoException.class, 2, exchange -> {
            exchange.send("HTTP/1.1 200 ");
            exchange.sendForEver("x".repeat(1000).getBytes());
        }),
        ENDLESS_HEADERS(StravaIoException.class, 2, exchange -> {
            exchange.send(OK);
            exchange.sendForEver("X-More: and more\r\n".repeat(100).getBytes());
        }),
        ENDLESS_INTERIM_ANSWERS(
                StravaIoException.class,
                2,
                exchange -> exchange.sendForEver(
                        "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(50).getBytes())),
        ENDLESS_CHUNKS(ResponseFormatException.class, 1, exchange -> {
            exchange.send(OK + CHUNKED);
            exchange.sendForEver(CHUNK);
        }),
        ENDLESS_BODY_UNTIL_CLOSE(ResponseFormatException.class, 1, exchange -> {
            exchange.send(OK + "\r\n");
            exchange.sendForEver(CHUNK);
        }),
        ENDLESS_TRAILERS(StravaIoException.class, 2, exchange -> {
            exchange.send(OK + CHUNKED + "2\r\n[]\r\n0\r\n");
            exchange.sendForEver("X-More: and more\r\n".repeat(100).getBytes());
        }),
        ENDLESS_BODY_OF_ERROR(ServerErrorException.class, 2, exchange -> {
            exchange.send(ERROR + CHUNKED);
            exchange.sendForEver(CHUNK);
        }),
        ENDLESS_BODY_OF_404(NotFoundException.class, 1, exchange -> {
            exchange.send("HTTP/1.1 404 No\r\n" + CHUNKED);
            exchange.sendForEver(CHUNK);
        }),
        GZIP_BOMB(ResponseFormatException.class, 1, exchange -> {
            exchange.send(OK + "Content-Encoding: gzip\r\n\r\n");
            exchange.send(gzipOfZeros(1024));
        }),
        GZIP_BOMB_OF_ERROR(ServerErrorException.class, 2, exchange -> {
            exchange.send(ERROR + "Content-Encoding: gzip\r\n\r\n");
            exchange.send(gzipOfZeros(1024));
        }),
        GZIP_NOISE_OF_ERROR(ServerErrorException.class, 2, exchange -> {
            exchange.send(ERROR + "Content-Encoding: gzip\r\n\r\n");
            exchange.send(gzip(NOISE, 1));
        }),
        NOT_GZIP(
                StravaIoException.class,
                2,
                exchange -> exchange.send(OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]")),
        UNKNOWN_ENCODING(
                ResponseFormatException.class,
                2,
                exchange -> exchange.send(OK + "Content-Encoding: br\r\nContent-Length: 3\r\n\r\n\u000b\u0001\u0080")),
        GZIP_OF_AN_ERROR_THAT_IS_NOT(
                StravaIoException.class,
                2,
                exchange -> exchange.send(ERROR + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")),
        LENGTH_TOO_LONG(StravaIoException.class, 2, exchange -> exchange.send(OK + "Content-Length: 100\r\n\r\n[]")),
        LENGTH_TOO_SHORT(
                ResponseFormatException.class,
                2,
                exchange -> exchange.send(OK + "Content-Length: 9\r\n\r\n[{\"id\":1}]")),
        LENGTH_OF_NOTHING(
                ResponseFormatException.class, 2, exchange -> exchange.send(OK + "Content-Length: 0\r\n\r\n[]")),
        LENGTH_BEYOND_MEMORY(ResponseFormatException.class, 1, exchange -> {
            exchange.send(OK + "Content-Length: 9223372036854775807\r\n\r\n");
            exchange.sendForEver(CHUNK);
        }),
        BODY_OF_204(
                StravaIoException.class,
                2,
                exchange -> exchange.send("HTTP/1.1 204 None\r\nContent-Length: 2\r\n\r\n[]")),
        ANOTHER_PROTOCOL(StravaIoException.class, 2, exchange -> exchange.send("SSH-2.0-OpenSSH_9.9\r\n")),
        ANOTHER_VERSION(StravaIoException.class, 2, exchange -> exchange.send("HTTP/3 200 OK\r\n\r\n")),
        BODY_WITHOUT_HEAD(StravaIoException.class, 2, exchange -> exchange.send("[{\"id\":1}]")),
        NOT_A_STATUS(StravaIoException.class, 2, exchange -> exchange.send("HTTP/1.1 abc OK\r\n\r\n")),
        NOT_A_CHUNK_SIZE(StravaIoException.class, 2, exchange -> exchange.send(OK + CHUNKED + "zz\r\n[]\r\n")),
        SWITCH_OF_PROTOCOLS(StravaAiException.class, 1, exchange -> {
            exchange.send("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n");
            exchange.stall();
        }),
        CLOSED(StravaIoException.class, 2, exchange -> {}),
        RESET(StravaIoException.class, 2, exchange -> exchange.reset()),
        RESET_IN_BODY(StravaIoException.class, 2, exchange -> {
            exchange.send(OK + "Content-Length: 100\r\n\r\n[");
            exchange.reset();
        });

        private final Class<? extends StravaAiException> error;
        private final int requests;
        private final RawServer.Behaviour behaviour;

        Case(Class<? extends StravaAiException> error, int requests, RawServer.Behaviour behaviour) {
            this.error = error;
            this.requests = requests;
            this.behaviour = behaviour;
        }
    }

    @ParameterizedTest
    @EnumSource
    void ends_in_a_typed_error_in_bounded_time_and_memory(Case hostile) {
        try (RawServer server = new RawServer(hostile.behaviour);
                StravaClient client = client(server).build()) {
            long start = System.nanoTime();
            long allocated = allocated();

            Throwable error = list(client, CallOptions.defaults());

            assertThat(allocated() - allocated).isLessThan(MEMORY);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(TIMEOUT.multipliedBy(hostile.requests).plus(SLACK));
            assertThat(error).isInstanceOf(hostile.error);
            assertThat(server.requests()).hasSize(hostile.requests);
            // What the kernel holds for a client that does not read counts as sent.
            assertThat(server.bytesSent()).isLessThan(MEMORY);
            assertThat(String.valueOf(error))
                    .doesNotContain(world.athlete.grant().accessToken());
        }
    }

    static Stream<Arguments> odd_but_honest() {
        return Stream.of(
                honest("HTTP/1.0 until close", "HTTP/1.0 200 OK\r\n\r\n[]"),
                honest("until close", OK + "\r\n[]"),
                honest("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 2\r\n\r\n[]"),
                honest(
                        "103 first",
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + "Content-Length: 2\r\n\r\n[]"),
                honest("no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n[]"),
                honest("more than announced", OK + "Content-Length: 2\r\n\r\n[]{\"secret\":1}"),
                honest("chunks", OK + CHUNKED + "1\r\n[\r\n1;x=y\r\n]\r\n0\r\n\r\n"),
                honest(
                        "HTML by its type",
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n[]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void odd_but_honest(String name, String answer) {
        try (RawServer server = new RawServer(exchange -> exchange.send(answer));
                StravaClient client = client(server).build()) {
            assertThat(list(client, CallOptions.defaults())).isNull();
            assertThat(server.requests()).hasSize(1);
        }
    }

    static Stream<Arguments> redirects() {
        return Stream.of(301, 302, 303, 307, 308)
                .flatMap(status -> Stream.of("GET /athlete/activities", "PUT /athlete", "POST /activities")
                        .map(operation -> Arguments.of(status, operation)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("redirects")
    void a_redirect_takes_the_token_to_no_other_host(int status, String operation) {
        try (RawServer elsewhere = new RawServer(exchange -> exchange.send(OK + "Content-Length: 2\r\n\r\n[]"));
                RawServer server = new RawServer(exchange -> exchange.send("HTTP/1.1 " + status + " Go\r\nLocation: "
                        + "http://localhost:" + elsewhere.port() + "/api/v3/athlete\r\nContent-Length: 0\r\n\r\n"));
                StravaClient client = client(server).build()) {
            Throwable error = catchThrowable(
                    () -> Endpoint.named(operation).call(client, world.athlete.id(), CallOptions.defaults()));

            assertThat(error).isExactlyInstanceOf(EndpointRetiredException.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 503})
    void the_http_client_repeats_nothing_by_itself(int status) {
        try (RawServer server = new RawServer(exchange -> exchange.send("HTTP/1.1 " + status
                        + " No\r\nRetry-After: 0\r\nWWW-Authenticate: Basic realm=x\r\nProxy-Authenticate: Basic realm=x\r\n"
                        + "Content-Length: 0\r\n\r\n"));
                StravaClient client =
                        client(server).retryPolicy(RetryPolicy.never()).build()) {
            assertThat(catchThrowable(() -> Endpoint.named("POST /push_subscriptions")
                            .call(client, world.athlete.id(), CallOptions.defaults())))
                    .isInstanceOf(StravaAiException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_deadline_cuts_off_a_request_that_stalls() {
        try (RawServer server = new RawServer(exchange -> exchange.stall());
                StravaClient client =
                        client(server).callTimeout(Duration.ofSeconds(20)).build()) {
            long start = System.nanoTime();

            Throwable error = list(
                    client,
                    CallOptions.defaults().withDeadline(world.clock.instant().plusMillis(300)));

            assertThat(error).isExactlyInstanceOf(DeadlineExceededException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_deadline_cuts_off_a_body_that_stalls() {
        try (RawServer server = new RawServer(exchange -> {
                    exchange.send(OK + "Content-Length: 100\r\n\r\n[");
                    exchange.drip(" ");
                });
                StravaClient client =
                        client(server).callTimeout(Duration.ofSeconds(20)).build()) {
            Throwable error = list(
                    client,
                    CallOptions.defaults().withDeadline(world.clock.instant().plusMillis(300)));

            assertThat(error).isExactlyInstanceOf(DeadlineExceededException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void no_wait_between_attempts_goes_beyond_a_deadline() {
        try (RawServer server = new RawServer(exchange -> exchange.send(ERROR + "Content-Length: 0\r\n\r\n"));
                StravaClient client = client(server)
                        .retryPolicy(RetryPolicy.defaults().withDelays(Duration.ofHours(1), Duration.ofHours(1)))
                        .build()) {
            Throwable error = list(
                    client,
                    CallOptions.defaults().withDeadline(world.clock.instant().plusSeconds(5)));

            assertThat(error).isExactlyInstanceOf(ServerErrorException.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(world.sleeper.sleeps()).isEmpty();
        }
    }

    @Test
    void no_wait_for_quota_goes_beyond_a_deadline() {
        try (RawServer server =
                        new RawServer(exchange -> exchange.send("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n"));
                StravaClient client = client(server).build()) {
            Throwable error = list(
                    client,
                    CallOptions.defaults()
                            .withMaxQuotaWait(Duration.ofHours(1))
                            .withDeadline(world.clock.instant().plusSeconds(5)));

            assertThat(error).isExactlyInstanceOf(QuotaExceededException.class);
            assertThat(server.requests()).hasSize(1);
            assertThat(world.sleeper.sleeps()).isEmpty();
        }
    }

    private Throwable list(StravaClient client, CallOptions options) {
        return catchThrowable(() -> LIST.call(client, world.athlete.id(), options));
    }

    private StravaClientBuilder client(RawServer server) {
        return world.clientBuilder().okHttp(http -> {}).apiUrl(server.apiUrl()).callTimeout(TIMEOUT);
    }

    private static Arguments honest(String name, String answer) {
        return Arguments.of(name, answer);
    }

    /** What this thread has allocated, which is the one that reads the answers. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static byte[] chunk(byte[] content) {
        Arrays.fill(content, (byte) ' ');
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes());
        chunk.writeBytes(content);
        chunk.writeBytes("\r\n".getBytes());
        return chunk.toByteArray();
    }

    private static byte[] gzipOfZeros(int megabytes) {
        return gzip(new byte[1024 * 1024], megabytes);
    }

    /** The same content many times over, without the checksum at the end, which is not reached. */
    private static byte[] gzip(byte[] content, int times) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        byte[] buffer = new byte[content.length + 1024];
        // A full flush forgets what was before, so its output can be repeated.
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
        deflater.end();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        gzip.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255});
        List<byte[]> blocks = java.util.Collections.nCopies(times, Arrays.copyOf(buffer, length));
        blocks.forEach(gzip::writeBytes);
        return gzip.toByteArray();
    }

    private static byte[] noise() {
        byte[] noise = new byte[1024 * 1024];
        new Random(5).nextBytes(noise);
        return noise;
    }
}
