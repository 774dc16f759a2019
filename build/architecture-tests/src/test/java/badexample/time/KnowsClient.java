package badexample.time;

import badexample.client.GoodApi;

public final class KnowsClient {

    public GoodApi known;
}
