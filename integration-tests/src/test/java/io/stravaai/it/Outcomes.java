package io.stravaai.it;

import io.stravaai.error.AppInactiveException;
import io.stravaai.error.AthleteLimitException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaAiException;
import io.stravaai.error.StravaIoException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.error.UnauthorizedException;
import io.stravaai.okhttp.OkHttpCustomizer;
import io.stravaai.test.FakeAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.net.SocketFactory;

/** The answers that Strava, its edge and the network can give, and what each leads to. */
final class Outcomes {

    /** What follows from an answer. */
    enum Then {
        RESULT,
        /** The call is over. */
        FINAL,
        /** The call is made again if that cannot do harm. */
        REPEATED,
        /** The call is made again whatever it is: Strava has not seen it. */
        NOT_SENT,
        /** The call is made once more with another token. */
        REFRESHED,
        /** The call is over, or made again in the next window. */
        NEXT_WINDOW
    }

    /** Every connection times out before it is made. */
    static final OkHttpCustomizer NO_CONNECTION = http -> http.socketFactory(new BlackHole());

    private static final String MEGABYTES = " ".repeat(17_000_000);

    private Outcomes() {}

    record Row(
            String name,
            Function<Endpoint, FakeAnswer> answers,
            Class<? extends StravaAiException> error,
            Then then,
            Set<Endpoint.Body> readableAs) {

        FakeAnswer answer(Endpoint operation) {
            return answers.apply(operation);
        }

        /** To some, what others cannot read is a good answer. */
        Then thenFor(Endpoint operation) {
            return readableAs.contains(operation.body()) ? Then.RESULT : then;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        Set<Endpoint.Body> none = EnumSet.of(Endpoint.Body.NONE);
        Set<Endpoint.Body> lists = EnumSet.of(Endpoint.Body.NONE, Endpoint.Body.ARRAY, Endpoint.Body.STREAMS);
        return List.of(
                fault(400, "Application", "after", "future", InvalidRequestException.class, Then.FINAL),
                fault(401, "Athlete", "access_token", "invalid", UnauthorizedException.class, Then.REFRESHED),
                fault(401, "Application", "", "invalid", UnauthorizedException.class, Then.REFRESHED),
                fault(
                        401,
                        "AccessToken",
                        "activity:read_permission",
                        "missing",
                        ScopeMissingException.class,
                        Then.FINAL),
                fault(
                        401,
                        "AccessToken",
                        "profile:read_all_permission",
                        "missing",
                        ScopeMissingException.class,
                        Then.FINAL),
                fault(
                        401,
                        "AccessToken",
                        "activity:write_permission",
                        "missing",
                        ScopeMissingException.class,
                        Then.FINAL),
                fault(
                        403,
                        "AccessToken",
                        "activity:read_permission",
                        "missing",
                        ScopeMissingException.class,
                        Then.FINAL),
                fault(401, "Application", "internal", "invalid", EndpointRetiredException.class, Then.FINAL),
                row(
                        "402",
                        FakeAnswer.json(402, "{\"message\":\"Payment Required\"}"),
                        SubscriptionRequiredException.class,
                        Then.FINAL),
                fault(403, "Application", "Status", "Inactive", AppInactiveException.class, Then.FINAL),
                row(
                        "403 athlete limit",
                        FakeAnswer.json(403, "{\"message\":\"Limit of connected athletes exceeded\"}"),
                        AthleteLimitException.class,
                        Then.FINAL),
                row("403", FakeAnswer.json(403, "{\"message\":\"Forbidden\"}"), ForbiddenException.class, Then.FINAL),
                row("403 HTML", FakeAnswer.html(403, "<html>edge</html>"), ServerErrorException.class, Then.REPEATED),
                fault(404, "Activity", "", "not found", NotFoundException.class, Then.FINAL),
                fault(404, "resource", "path", "invalid", EndpointRetiredException.class, Then.FINAL),
                fault(429, "Application", "rate limit", "exceeded", QuotaExceededException.class, Then.NEXT_WINDOW),
                row(
                        "429 without quota",
                        FakeAnswer.fault(429, "Error", "Application", "rate limit", "exceeded")
                                .withoutQuotaHeaders(),
                        QuotaExceededException.class,
                        Then.NEXT_WINDOW),
                row(
                        "429 HTML",
                        FakeAnswer.html(429, "<html>slow down</html>"),
                        QuotaExceededException.class,
                        Then.NEXT_WINDOW),
                row(
                        "429 long HTML",
                        FakeAnswer.html(429, "x".repeat(200_000)),
                        QuotaExceededException.class,
                        Then.NEXT_WINDOW),
                row("500", FakeAnswer.json(500, "{\"message\":\"error\"}"), ServerErrorException.class, Then.REPEATED),
                row("500 long", FakeAnswer.json(500, "x".repeat(200_000)), ServerErrorException.class, Then.REPEATED),
                row(
                        "502 HTML",
                        FakeAnswer.html(502, "<html>bad gateway</html>"),
                        ServerErrorException.class,
                        Then.REPEATED),
                row(
                        "503 HTML",
                        FakeAnswer.html(503, "<html>maintenance</html>"),
                        ServerErrorException.class,
                        Then.REPEATED),
                row(
                        "503 Retry-After: 0",
                        FakeAnswer.html(503, "<html>busy</html>").header("Retry-After", "0"),
                        ServerErrorException.class,
                        Then.REPEATED),
                row("597", FakeAnswer.of(597, ""), ServerErrorException.class, Then.REPEATED),
                row("302", redirect(302, "http://127.0.0.1:1/"), EndpointRetiredException.class, Then.FINAL),
                row("307 to a file", redirect(307, "file:///etc/passwd"), EndpointRetiredException.class, Then.FINAL),
                row("304", FakeAnswer.of(304, ""), EndpointRetiredException.class, Then.FINAL),
                unreadable("200 HTML", FakeAnswer.html(200, "<html>hello</html>"), none),
                unreadable("200 empty", FakeAnswer.json(200, ""), none),
                unreadable("204", FakeAnswer.of(204, ""), none),
                misshapen("200 null", FakeAnswer.json(200, "null"), none),
                misshapen("200 7", FakeAnswer.json(200, "7"), none),
                misshapen("200 []", FakeAnswer.json(200, "[]"), lists),
                unreadable("200 half an array", FakeAnswer.json(200, "[{\"id\":1},{\"id"), none),
                unreadable("200 half an object", FakeAnswer.json(200, "{\"id\":1,\"name\":\"Lun"), none),
                unreadable("200 an array and more", FakeAnswer.json(200, "[]]"), none),
                misshapen("200 of 17 MB", FakeAnswer.json(200, "[" + MEGABYTES + "]"), Set.of()),
                new Row(
                        "200 cut off",
                        operation -> operation.valid().truncated(1),
                        StravaIoException.class,
                        Then.REPEATED,
                        Set.of()),
                row("no answer", FakeAnswer.connectionReset(), StravaIoException.class, Then.REPEATED),
                row("no connection", FakeAnswer.connectionReset(), StravaIoException.class, Then.NOT_SENT));
    }

    private static FakeAnswer redirect(int status, String location) {
        return FakeAnswer.of(status, "").header("Location", location);
    }

    private static Row fault(
            int status,
            String resource,
            String field,
            String code,
            Class<? extends StravaAiException> error,
            Then then) {
        return row(
                status + " " + resource + "/" + field + "/" + code,
                FakeAnswer.fault(status, "Error", resource, field, code),
                error,
                then);
    }

    private static Row unreadable(String name, FakeAnswer answer, Set<Endpoint.Body> readableAs) {
        return new Row(name, operation -> answer, ResponseFormatException.class, Then.REPEATED, readableAs);
    }

    /** JSON that came whole, or that is too large, will be the same again. */
    private static Row misshapen(String name, FakeAnswer answer, Set<Endpoint.Body> readableAs) {
        return new Row(name, operation -> answer, ResponseFormatException.class, Then.FINAL, readableAs);
    }

    private static Row row(String name, FakeAnswer answer, Class<? extends StravaAiException> error, Then then) {
        return new Row(name, operation -> answer, error, then, Set.of());
    }

    private static final class BlackHole extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    throw new SocketTimeoutException("Connect timed out");
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            return createSocket();
        }
    }
}
