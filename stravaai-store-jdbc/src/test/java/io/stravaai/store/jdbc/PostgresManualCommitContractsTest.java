package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** With batches that the driver joins into statements of many rows. */
class PostgresManualCommitContractsTest extends JdbcContracts {

    PostgresManualCommitContractsTest() {
        super(false);
    }

    @Override
    DataSource newDatabase(Path directory) {
        PGSimpleDataSource database = TestDatabases.newPostgres();
        database.setReWriteBatchedInserts(true);
        return database;
    }
}
