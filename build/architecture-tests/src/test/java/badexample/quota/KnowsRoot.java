package badexample.quota;

import badexample.SyncEngine;

public final class KnowsRoot {

    public SyncEngine known;
}
