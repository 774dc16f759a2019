package badexample.test;

import badexample.internal.Engine;

public final class TouchesInternal {

    public void touch() {
        new Engine().close();
    }
}
