package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** With statements that the server prepares, at the isolation that other databases have. */
class MariadbReadCommittedContractsTest extends JdbcContracts {

    MariadbReadCommittedContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.byMariadbDriver(
                TestDatabases.newMariadbUrl("&transactionIsolation=READ_COMMITTED&useServerPrepStmts=true"));
    }
}
