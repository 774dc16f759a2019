package io.stravaai.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value of an open set: every name is kept as it came, and two values of one kind are equal when their names are. */
public abstract sealed class NamedValue permits SportType, StreamType, Visibility, ZoneType {

    private final String name;

    NamedValue(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Strava's name. */
    public final String name() {
        return name;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof NamedValue that && getClass().equals(that.getClass()) && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return name;
    }
}
