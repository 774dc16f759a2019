package badexample.internal.json;

import badexample.model.Good;

public final class KnowsModel {

    public Good known;
}
