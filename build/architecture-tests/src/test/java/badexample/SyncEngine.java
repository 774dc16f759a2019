package badexample;

import badexample.internal.Engine;

/** Not a builder, so internal code is out of reach. */
public final class SyncEngine {

    public void touch() {
        new Engine().close();
    }
}
