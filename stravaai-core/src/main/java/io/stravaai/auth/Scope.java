package io.stravaai.auth;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A permission an athlete can give. An open set: a scope unknown to this library keeps its name. */
public final class Scope {

    /** Public data. */
    public static final Scope READ = new Scope("read");
    /** Private routes, segments and events. */
    public static final Scope READ_ALL = new Scope("read_all");

    public static final Scope PROFILE_READ_ALL = new Scope("profile:read_all");
    public static final Scope PROFILE_WRITE = new Scope("profile:write");
    /** Activities that everyone or followers may see. */
    public static final Scope ACTIVITY_READ = new Scope("activity:read");
    /** Also activities that only the athlete may see, and the ends of tracks inside privacy zones. */
    public static final Scope ACTIVITY_READ_ALL = new Scope("activity:read_all");

    public static final Scope ACTIVITY_WRITE = new Scope("activity:write");

    private final String name;

    private Scope(String name) {
        this.name = name;
    }

    /** The scope with this name. */
    public static Scope of(String name) {
        if (name.isBlank() || name.indexOf(',') >= 0 || name.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("Not one scope: '" + name + "'");
        }
        return new Scope(name);
    }

    /** The scopes in a list separated by commas or spaces, in their order; none for an empty text. */
    public static Set<Scope> parse(String scopes) {
        return Arrays.stream(scopes.split("[, ]+"))
                .filter(name -> !name.isEmpty())
                .map(Scope::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The names separated by commas, as Strava's authorize URL wants them. */
    public static String format(Set<Scope> scopes) {
        return scopes.stream().map(Scope::name).collect(Collectors.joining(","));
    }

    /** The name in OAuth, for example {@code activity:read}. */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scope that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
