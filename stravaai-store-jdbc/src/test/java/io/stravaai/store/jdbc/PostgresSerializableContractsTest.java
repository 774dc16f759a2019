package io.stravaai.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** On a server whose transactions fail when they could not have run one after the other. */
class PostgresSerializableContractsTest extends JdbcContracts {

    PostgresSerializableContractsTest() {
        super(true);
    }

    @Override
    DataSource newDatabase(Path directory) {
        PGSimpleDataSource database = TestDatabases.newPostgres();
        database.setOptions("-c default_transaction_isolation=serializable");
        return database;
    }
}
