package io.stravaai.store.jdbc;

class MysqlSchemaTest extends MysqlSchemaTests {

    MysqlSchemaTest() {
        super(JdbcDialect.MYSQL);
    }

    @Override
    String newUrl(String options) {
        return TestDatabases.newMysqlUrl(options);
    }
}
