package badexample.retry;

import badexample.sync.GoodReport;

public final class KnowsSync {

    public GoodReport known;
}
