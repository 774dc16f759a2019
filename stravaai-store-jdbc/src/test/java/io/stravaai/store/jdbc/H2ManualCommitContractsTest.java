package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;

/** In a file. */
class H2ManualCommitContractsTest extends JdbcContracts {

    H2ManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        return TestDatabases.newH2File(directory);
    }
}
