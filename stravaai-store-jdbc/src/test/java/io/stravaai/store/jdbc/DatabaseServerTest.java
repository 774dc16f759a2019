package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.error.SchemaException;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseServerTest {

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, 18.4, POSTGRESQL",
        "PostgreSQL, 12.22 (Debian 12.22-1), POSTGRESQL",
        "MySQL, 9.7.4, MYSQL",
        "MySQL, 8.0.19, MYSQL",
        "MySQL, 8.0.36-28, MYSQL",
        "MySQL, 8.0.mysql_aurora.3.08.0, MYSQL",
        "MySQL, 11.4.5-MariaDB-log, MARIADB",
        "MySQL, 5.5.5-10.11.6-MariaDB-0+deb12u1, MARIADB",
        "MariaDB, 10.8.2-MariaDB, MARIADB",
        "SQLite, 3.54.1, SQLITE",
        "H2, 2.5.252 (2025-10-01), H2",
        "postgresql, of tomorrow, POSTGRESQL"
    })
    void dialect_isThatOfTheServer_whateverTheDriverCallsIt(String product, String version, JdbcDialect dialect)
            throws SQLException {
        assertThat(DatabaseServer.dialect(server(product, version))).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource({
        "PostgreSQL, 11.22, PostgreSQL 11.22, 12",
        "MySQL, 8.0.18, MySQL 8.0.18, 8.0.19",
        "MySQL, 5.7.44, MySQL 5.7.44, 8.0.19",
        "MySQL, 5.5.5-10.6.1-MariaDB, MariaDB 5.5.5-10.6.1-MariaDB, 10.8",
        "SQLite, 3.37.2, SQLite 3.37.2, 3.38",
        "H2, 1.4.200 (2019-10-14), H2 1.4.200 (2019-10-14), 2.2"
    })
    void dialect_serverThatIsTooOld_saysWhichAndWhatIsNeeded(
            String product, String version, String named, String oldest) {
        assertThatThrownBy(() -> DatabaseServer.dialect(server(product, version)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("The database is " + named + ", which is too old; StravaAI needs version " + oldest
                        + " or newer");
    }

    @Test
    void dialect_otherProduct_isRefused() {
        assertThatThrownBy(() -> DatabaseServer.dialect(server("Oracle", "23.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("This DataSource leads to Oracle; StravaAI can use PostgreSQL, MySQL,");
    }

    private static DatabaseMetaData server(String product, String version) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                DatabaseServerTest.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getDatabaseProductName" -> product;
                    case "getDatabaseProductVersion" -> version;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
