package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** With statements that the server prepares, and a driver that counts the rows that have changed. */
class MysqlManualCommitContractsTest extends JdbcContracts {

    MysqlManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.byMysqlDriver(
                TestDatabases.newMysqlUrl("&useServerPrepStmts=true&useAffectedRows=true&cachePrepStmts=true"));
    }
}
