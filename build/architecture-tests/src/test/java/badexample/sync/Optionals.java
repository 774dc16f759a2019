package badexample.sync;

import java.util.Optional;
import java.util.OptionalInt;

public final class Optionals {

    private Optional<String> field;
    private OptionalInt number;

    Optionals(OptionalInt number) {
        this.number = number;
    }

    void parameter(Optional<String> parameter) {
        field = parameter;
    }

    public Optional<String> result() {
        return number.isPresent() ? field : Optional.empty();
    }
}
