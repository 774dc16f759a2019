package badexample.internal;

import org.assertj.core.api.AssertProvider;

public final class Engine implements AutoCloseable {

    public AssertProvider<String> library() {
        return () -> "internal code may show and use libraries";
    }

    @Override
    public void close() {}
}
