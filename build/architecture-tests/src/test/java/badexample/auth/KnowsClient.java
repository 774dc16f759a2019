package badexample.auth;

import badexample.client.GoodApi;

public final class KnowsClient {

    public GoodApi known;
}
