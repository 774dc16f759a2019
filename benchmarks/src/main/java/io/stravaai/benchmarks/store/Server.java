package io.stravaai.benchmarks.store;

import java.io.IOException;
import java.sql.SQLException;

/** A database with a store to measure. One small class for each database. */
interface Server extends AutoCloseable {

    /** Product and version. */
    String name() throws SQLException;

    /**
     * Empty tables, apart from all others.
     *
     * @param name a word in lower case, another one for each
     */
    Tables tables(String name) throws SQLException;

    /** Stops it, and removes what it held. */
    @Override
    void close() throws IOException;
}
