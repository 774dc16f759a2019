package io.stravaai.benchmarks.store;

import io.stravaai.store.ActivityStore;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The tables of one store, which the store and the {@link Floor} both use, through the same pool of connections. */
interface Tables extends AutoCloseable {

    ActivityStore store();

    Floor floor();

    /**
     * How the database runs what the store sends it, a line for each step.
     *
     * @param call what the store is to do, and does
     */
    List<String> plan(Consumer<ActivityStore> call);

    /** Whether a line of a plan reads a whole table. */
    boolean isFullScan(String line);

    /** What the database does by itself, sooner or later, after many writes: gather statistics, tidy up. */
    void settle() throws SQLException;

    @Override
    void close();
}
