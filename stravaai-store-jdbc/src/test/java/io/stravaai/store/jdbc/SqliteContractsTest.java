package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

class SqliteContractsTest extends JdbcContracts {

    SqliteContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newSqlite(directory);
    }
}
