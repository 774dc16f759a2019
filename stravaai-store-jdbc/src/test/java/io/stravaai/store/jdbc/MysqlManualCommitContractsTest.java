package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** With statements that the server prepares, a driver that counts the rows that have changed, and another zone. */
class MysqlManualCommitContractsTest extends JdbcContracts {

    MysqlManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.byMysqlDriver(TestDatabases.newMysqlUrl(
                "&useServerPrepStmts=true&useAffectedRows=true&connectionTimeZone=America/New_York"));
    }
}
