package badexample.store;

import badexample.model.Good;

public interface GoodStore {

    Good find();
}
