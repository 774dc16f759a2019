package badexample.store;

import badexample.store.jdbc.JdbcStore;

public final class KnowsJdbcStore {

    public JdbcStore known;
}
