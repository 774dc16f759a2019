package badexample.store.jdbc;

import badexample.internal.Engine;

public final class TouchesInternal {

    public void touch() {
        new Engine().close();
    }
}
