package badexample.sync;

import badexample.SyncEngine;

public final class KnowsRoot {

    public SyncEngine known;
}
