package io.stravaai.internal.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An array or object, and what was made of it the first time. A race makes it twice, which is no harm. */
final class Nested {

    private final JsonSlice slice;
    private @Nullable Object made;

    Nested(JsonSlice slice) {
        this.slice = slice;
    }

    JsonSlice slice() {
        return slice;
    }

    Object made(Function<JsonSlice, ?> maker) {
        Object known = made;
        if (known == null) {
            known = maker.apply(slice);
            made = known;
        }
        return known;
    }
}
