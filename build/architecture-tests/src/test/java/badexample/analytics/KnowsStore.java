package badexample.analytics;

import badexample.store.GoodStore;

public final class KnowsStore {

    public GoodStore known;
}
