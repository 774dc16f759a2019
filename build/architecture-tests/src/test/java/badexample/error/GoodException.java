package badexample.error;

import badexample.model.Good;

public final class GoodException extends RuntimeException {

    public GoodException(Good good) {
        super(good.toString());
    }
}
