package io.stravaai.it;

import io.stravaai.auth.TokenStore;
import io.stravaai.store.ActivityStore;

/**
 * The stores on a database that has its collections or tables, as an application has them.
 *
 * @param closes ends the connections
 */
record OpenStores(ActivityStore activities, TokenStore tokens, Runnable closes) implements AutoCloseable {

    /**
     * What a URL begins with whose connections are to ignore what makes commits whole, so that a test has something to find.
     */
    private static final String TORN = "torn:";

    /** The same database by connections that tear commits. */
    static String torn(String url) {
        return TORN + url;
    }

    /** The database without what {@link #torn} does to it. */
    static String whole(String url) {
        return url.startsWith(TORN) ? url.substring(TORN.length()) : url;
    }

    /** Creates what the stores need, in an empty database. */
    static void create(String url) {
        if (isMongo(url)) {
            OpenMongo.create(url);
        } else {
            OpenJdbc.create(url);
        }
    }

    /** Opens what {@link ServerUnderTest#newUrl()} says. */
    static OpenStores open(String url) {
        boolean torn = url.startsWith(TORN);
        String whole = whole(url);
        return isMongo(whole) ? OpenMongo.open(whole, torn) : OpenJdbc.open(whole, torn);
    }

    /** As {@link #open}, for one thread, and on one connection. No driver repeats what it was not told to. */
    static OpenStores openOnOneConnection(String url) {
        return isMongo(url) ? OpenMongo.openOnOneConnection(url) : OpenJdbc.openOnOneConnection(url);
    }

    private static boolean isMongo(String url) {
        return url.startsWith("mongodb:");
    }

    @Override
    public void close() {
        closes.run();
    }
}
