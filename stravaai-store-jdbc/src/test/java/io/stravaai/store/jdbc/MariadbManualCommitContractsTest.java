package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** By the driver of MySQL. */
class MariadbManualCommitContractsTest extends JdbcContracts {

    MariadbManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.byMysqlDriver(TestDatabases.newMariadbUrl(""));
    }
}
