package io.stravaai.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.error.AppInactiveException;
import io.stravaai.error.AthleteLimitException;
import io.stravaai.error.EndpointRetiredException;
import io.stravaai.error.Fault;
import io.stravaai.error.ForbiddenException;
import io.stravaai.error.GrantRevokedException;
import io.stravaai.error.InvalidAuthorizationCodeException;
import io.stravaai.error.InvalidClientException;
import io.stravaai.error.InvalidRequestException;
import io.stravaai.error.NotFoundException;
import io.stravaai.error.QuotaExceededException;
import io.stravaai.error.ScopeMissingException;
import io.stravaai.error.ServerErrorException;
import io.stravaai.error.StravaApiException;
import io.stravaai.error.SubscriptionRequiredException;
import io.stravaai.error.UnauthorizedException;
import java.time.Instant;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:07:00Z");

    static Stream<Arguments> table() {
        return Stream.of(
                row(400, fault("Application", "after", "future"), InvalidRequestException.class),
                row(400, fault("Application", "client_id", "invalid"), InvalidClientException.class),
                row(400, fault("Application", "client_secret", "invalid"), InvalidClientException.class),
                row(400, fault("RefreshToken", "refresh_token", "invalid"), GrantRevokedException.class),
                row(400, fault("RefreshToken", "code", "invalid"), GrantRevokedException.class),
                row(400, fault("RequestToken", "code", "invalid"), InvalidAuthorizationCodeException.class),
                row(400, fault("AuthorizationCode", "", "expired"), InvalidAuthorizationCodeException.class),
                row(401, fault("Athlete", "access_token", "invalid"), UnauthorizedException.class),
                row(401, fault("Application", "", "invalid"), UnauthorizedException.class),
                row(401, "", UnauthorizedException.class),
                row(401, fault("AccessToken", "activity:read_permission", "missing"), ScopeMissingException.class),
                row(403, fault("AccessToken", "activity:write_permission", "missing"), ScopeMissingException.class),
                row(401, fault("Application", "internal", "invalid"), EndpointRetiredException.class),
                row(402, "{\"message\":\"Payment Required\"}", SubscriptionRequiredException.class),
                row(403, fault("Application", "Status", "Inactive"), AppInactiveException.class),
                row(403, "{\"message\":\"Limit of connected athletes exceeded\"}", AthleteLimitException.class),
                row(403, "{\"message\":\"Forbidden\"}", ForbiddenException.class),
                row(403, "<html>blocked</html>", ServerErrorException.class),
                row(404, fault("Activity", "", "not found"), NotFoundException.class),
                row(404, fault("resource", "path", "invalid"), EndpointRetiredException.class),
                row(302, "", EndpointRetiredException.class),
                row(422, "{}", InvalidRequestException.class),
                row(429, fault("Application", "rate limit", "exceeded"), QuotaExceededException.class),
                row(429, "<html>", QuotaExceededException.class),
                row(500, "{\"message\":\"error\"}", ServerErrorException.class),
                row(503, "<html>maintenance</html>", ServerErrorException.class),
                row(597, "", ServerErrorException.class));
    }

    @ParameterizedTest
    @MethodSource("table")
    void the_body_decides_before_the_status(int status, String body, Class<?> type) {
        StravaApiException error = error(status, body);

        assertThat(error).isExactlyInstanceOf(type);
        assertThat(error.status()).isEqualTo(status);
    }

    @Test
    void the_missing_scope_is_named() {
        ScopeMissingException error =
                (ScopeMissingException) error(401, fault("AccessToken", "activity:read_permission", "missing"));

        assertThat(error.scope()).isEqualTo("activity:read");
        assertThat(error.faults()).containsExactly(new Fault("AccessToken", "activity:read_permission", "missing"));
    }

    @Test
    void a_bare_list_of_errors_is_understood() {
        String body = "[{\"resource\":\"AccessToken\",\"field\":\"profile:read_all_permission\",\"code\":\"missing\"}]";

        assertThat(error(401, body)).isInstanceOf(ScopeMissingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "17",
                "<html>",
                "{\"errors\":null}",
                "{\"errors\":\"text\"}",
                "{\"errors\":[null,7,{}]}",
                "{\"message\":{\"a\":1}}",
                "{\"errors\":[{\"code\":5}]}"
            })
    void no_body_is_too_odd(String body) {
        assertThat(error(404, body)).isInstanceOf(NotFoundException.class);
    }

    private static StravaApiException error(int status, String body) {
        return Errors.of(new Answer(status, Headers.of(), body.getBytes(UTF_8)), NOW);
    }

    private static String fault(String resource, String field, String code) {
        return "{\"message\":\"x\",\"errors\":[{\"resource\":\"" + resource + "\",\"field\":\"" + field
                + "\",\"code\":\"" + code + "\"}]}";
    }

    private static Arguments row(int status, String body, Class<?> type) {
        return Arguments.of(status, body, type);
    }
}
