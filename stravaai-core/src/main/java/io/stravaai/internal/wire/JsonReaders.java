package io.stravaai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import io.stravaai.auth.Scope;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.Fault;
import io.stravaai.error.ResponseFormatException;
import io.stravaai.internal.wire.Wire.TokenJson;
import io.stravaai.model.AthleteId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is not of the API's model: tokens and errors. */
public final class JsonReaders {

    private static final JsonAdapter<TokenJson> TOKEN = Wire.MOSHI.adapter(TokenJson.class);
    private static final JsonAdapter<Object> ANY = Wire.MOSHI.adapter(Object.class);

    private static final Fault NOTHING = new Fault("", "", "");

    private JsonReaders() {}

    /**
     * The body of an answer of the token endpoint.
     *
     * @param grant the grant; its scopes are empty where Strava did not say them
     * @param athlete whose it is; Strava says so in the exchange of a code, not in a refresh
     */
    public record TokenAnswer(TokenGrant grant, @Nullable AthleteId athlete) {}

    /**
     * Reads an answer of the token endpoint.
     *
     * @param refreshToken the one that was sent, which is kept if the answer holds none; null if none was sent
     * @param now what a relative expiry is relative to
     */
    public static TokenAnswer token(byte[] json, @Nullable String refreshToken, Instant now) {
        TokenJson token = read(TOKEN, json, "a token");
        String accessToken = token.accessToken();
        String newRefreshToken = isBlank(token.refreshToken()) ? refreshToken : token.refreshToken();
        if (accessToken == null || accessToken.isBlank() || newRefreshToken == null) {
            throw new ResponseFormatException("Expected a token, but the answer lacks one", null);
        }
        Long athlete = token.athlete() == null ? null : token.athlete().id();
        return new TokenAnswer(
                TokenGrant.of(accessToken, newRefreshToken, expiresAt(token, now), scopes(token.scope())),
                athlete == null || athlete == 0 ? null : AthleteId.of(athlete));
    }

    /** By our clock where Strava allows it, so that a clock that is wrong does not refresh too often or too late. */
    private static Instant expiresAt(TokenJson token, Instant now) {
        try {
            if (token.expiresIn() != null) {
                return now.plusSeconds(token.expiresIn());
            }
            if (token.expiresAt() != null) {
                return Instant.ofEpochSecond(token.expiresAt());
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new ResponseFormatException("Expected a token, but the answer's expiry is out of range", e);
        }
        throw new ResponseFormatException("Expected a token, but the answer does not say when it expires", null);
    }

    /** Strava has not documented whether the scopes are a text or a list. */
    private static Set<Scope> scopes(@Nullable Object scope) {
        if (scope instanceof String text) {
            return Scope.parse(text);
        }
        Set<Scope> scopes = new LinkedHashSet<>();
        if (scope instanceof List<?> list) {
            list.forEach(name -> scopes.addAll(Scope.parse(String.valueOf(name))));
        }
        return scopes;
    }

    /**
     * The body of an error answer.
     *
     * @param json whether the body was JSON at all
     * @param message Strava's sentence; empty if there was none
     * @param faults Strava's reasons, as far as they could be read
     */
    public record ErrorBody(boolean json, String message, List<Fault> faults) {}

    /** Reads the body of an error answer, whatever it is. */
    public static ErrorBody error(byte[] body) {
        Object any;
        try {
            any = Wire.read(ANY, body);
        } catch (IOException | JsonDataException e) {
            return new ErrorBody(false, "", List.of());
        }
        List<Fault> faults = new ArrayList<>();
        String message = "";
        Object errors = any;
        if (any instanceof Map<?, ?> map) {
            message = text(map, "message");
            errors = map.get("errors");
        }
        if (errors instanceof List<?> list) {
            for (Object error : list) {
                if (error instanceof Map<?, ?> fault) {
                    Fault read = new Fault(text(fault, "resource"), text(fault, "field"), text(fault, "code"));
                    if (!read.equals(NOTHING)) {
                        faults.add(read);
                    }
                }
            }
        }
        return new ErrorBody(true, message, faults);
    }

    /** Cut, since it goes into messages. */
    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        String text = value == null ? "" : value.toString();
        return text.length() <= 100 ? text : text.substring(0, 100);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static <T> T read(JsonAdapter<T> adapter, byte[] json, String what) {
        try {
            return Wire.read(adapter, json);
        } catch (IOException | JsonDataException e) {
            throw new ResponseFormatException("Expected " + what + ", but the answer is something else", null);
        }
    }
}
