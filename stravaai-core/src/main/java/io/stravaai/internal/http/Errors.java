package io.stravaai.internal.http;

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
import io.stravaai.internal.wire.JsonReaders;
import io.stravaai.internal.wire.JsonReaders.ErrorBody;
import io.stravaai.quota.QuotaBucket;
import io.stravaai.quota.QuotaReading;
import io.stravaai.quota.QuotaWindow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Decides by the {@code resource/field/code} of an error answer, and where there is none by its status, what it means. */
public final class Errors {

    private Errors() {}

    /**
     * What an answer means that is not successful.
     *
     * @param now from which the end of the window is reckoned if the quota is used up
     */
    public static StravaApiException of(Answer answer, Instant now) {
        int status = answer.status();
        ErrorBody body = JsonReaders.error(answer.body());
        List<Fault> faults = body.faults();
        for (Fault fault : faults) {
            if (fault.code().equalsIgnoreCase("missing") && fault.resource().equalsIgnoreCase("AccessToken")) {
                return new ScopeMissingException(status, faults, fault.field().replaceFirst("_permission$", ""));
            }
            if (is(fault, "Application", "Status", "Inactive")) {
                return new AppInactiveException(status, faults);
            }
            if (is(fault, "Application", "rate limit", "exceeded")) {
                return quotaExceeded(answer, faults, now);
            }
            if (fault.resource().equalsIgnoreCase("Application")
                    && fault.field().toLowerCase(Locale.ROOT).startsWith("client_")) {
                return new InvalidClientException(status, faults);
            }
            if (fault.resource().equalsIgnoreCase("RefreshToken")
                    && fault.code().equalsIgnoreCase("invalid")) {
                return new GrantRevokedException(status, faults, GrantRevokedException.Reason.REVOKED);
            }
            if (is(fault, "RequestToken", "code", "invalid")
                    || fault.resource().equalsIgnoreCase("AuthorizationCode")) {
                return new InvalidAuthorizationCodeException(status, faults);
            }
            // What remains of an endpoint that Strava has taken away.
            if (is(fault, "resource", "path", "invalid") || is(fault, "Application", "internal", "invalid")) {
                return new EndpointRetiredException(status, faults);
            }
        }
        if (status >= 300 && status < 400) {
            return new EndpointRetiredException(status, faults);
        }
        return switch (status) {
            case 401 -> new UnauthorizedException(status, faults);
            case 402 -> new SubscriptionRequiredException(status, faults);
            case 403 -> forbidden(body);
            case 410 -> new EndpointRetiredException(status, faults);
            case 404 -> new NotFoundException(status, faults);
            case 429 -> quotaExceeded(answer, faults, now);
            default ->
                status >= 500 ? new ServerErrorException(status, faults) : new InvalidRequestException(status, faults);
        };
    }

    private static StravaApiException forbidden(ErrorBody body) {
        if (!body.json()) {
            return new ServerErrorException(403, body.faults());
        }
        String text = (body.message() + body.faults()).toLowerCase(Locale.ROOT);
        return text.contains("limit of connected athletes exceeded")
                ? new AthleteLimitException(403, body.faults())
                : new ForbiddenException(403, body.faults());
    }

    private static QuotaExceededException quotaExceeded(Answer answer, List<Fault> faults, Instant now) {
        QuotaReading reading = QuotaHeaders.read(answer);
        boolean day = Arrays.stream(QuotaBucket.values())
                .anyMatch(bucket -> reading.usage(bucket, QuotaWindow.DAY).orElse(0)
                        >= reading.limit(bucket, QuotaWindow.DAY).orElse(Integer.MAX_VALUE));
        QuotaWindow window = day ? QuotaWindow.DAY : QuotaWindow.QUARTER_HOUR;
        return new QuotaExceededException(answer.status(), faults, window.length(), window.endOf(now));
    }

    private static boolean is(Fault fault, String resource, String field, String code) {
        return fault.resource().equalsIgnoreCase(resource)
                && fault.field().equalsIgnoreCase(field)
                && fault.code().equalsIgnoreCase(code);
    }
}
