package io.stravaai.store.jdbc;

class MariadbSchemaTest extends MysqlSchemaTests {

    MariadbSchemaTest() {
        super(JdbcDialect.MARIADB);
    }

    @Override
    String newUrl(String options) {
        return TestDatabases.newMariadbUrl(options);
    }
}
