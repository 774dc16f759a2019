package io.stravaai.analytics;

import io.stravaai.error.ResponseFormatException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Reads the fields of Strava's objects; one of an unknown shape is as good as absent. */
final class LenientFields {

    private LenientFields() {}

    static <T> Optional<T> read(Supplier<Optional<T>> field) {
        try {
            return field.get();
        } catch (ResponseFormatException e) {
            return Optional.empty();
        }
    }

    /** Empty also for what is negative or not finite. */
    static OptionalDouble number(Supplier<OptionalDouble> field) {
        OptionalDouble number = read(() -> Optional.of(field.get())).orElse(OptionalDouble.empty());
        return number.isPresent() && number.getAsDouble() >= 0 && Double.isFinite(number.getAsDouble())
                ? number
                : OptionalDouble.empty();
    }
}
