package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

class SqliteManualCommitContractsTest extends JdbcContracts {

    SqliteManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newSqlite(directory);
    }
}
