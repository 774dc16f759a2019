package badexample.error;

import badexample.auth.KnowsClient;

public final class KnowsAuth {

    public KnowsClient known;
}
