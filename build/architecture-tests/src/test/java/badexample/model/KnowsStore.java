package badexample.model;

import badexample.store.GoodStore;

public final class KnowsStore {

    public GoodStore known;
}
