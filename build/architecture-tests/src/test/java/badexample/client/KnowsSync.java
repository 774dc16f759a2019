package badexample.client;

import badexample.sync.GoodReport;

public final class KnowsSync {

    public GoodReport known;
}
