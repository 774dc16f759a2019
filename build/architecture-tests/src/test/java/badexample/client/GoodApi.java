package badexample.client;

import badexample.store.GoodStore;

public interface GoodApi {

    GoodStore store();
}
