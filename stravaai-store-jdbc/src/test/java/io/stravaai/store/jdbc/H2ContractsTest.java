package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** In memory. */
class H2ContractsTest extends JdbcContracts {

    H2ContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newH2Memory();
    }
}
