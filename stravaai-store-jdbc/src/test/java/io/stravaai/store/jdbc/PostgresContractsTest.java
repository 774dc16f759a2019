package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

class PostgresContractsTest extends JdbcContracts {

    PostgresContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newPostgres();
    }
}
