package badexample;

import badexample.internal.Engine;

/** A builder like the others, so internal code is within reach. */
public final class BackgroundSyncBuilder {

    public void build() {
        new Engine().close();
    }
}
