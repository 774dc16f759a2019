package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** By its own driver. */
class MariadbContractsTest extends JdbcContracts {

    MariadbContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newMariadb();
    }
}
