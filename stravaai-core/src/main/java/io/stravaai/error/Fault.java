package io.stravaai.error;

/**
 * One entry of the {@code errors} that Strava sends with an error answer.
 *
 * @param resource what it is about, for example {@code AccessToken}; empty if Strava did not say
 * @param field the part of it, for example {@code activity:read_permission}; may be empty
 * @param code what is wrong with it, for example {@code missing}; may be empty
 */
public record Fault(String resource, String field, String code) {

    @Override
    public String toString() {
        return resource + "/" + field + "/" + code;
    }
}
