package io.stravaai.store.jdbc;

import io.stravaai.error.SchemaException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a connection leads to: a dialect, and whether the server is new enough. */
final class DatabaseServer {

    /** MariaDB before 11 puts this before its version, for the sake of old clients. */
    private static final String DISGUISE = "5.5.5-";

    private static final Pattern VERSION = Pattern.compile("(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");

    private DatabaseServer() {}

    /**
     * The dialect of the server.
     *
     * @throws IllegalArgumentException if it is none of these
     * @throws SchemaException if the server is too old
     */
    static JdbcDialect dialect(DatabaseMetaData server) throws SQLException {
        String product = server.getDatabaseProductName();
        String version = server.getDatabaseProductVersion();
        JdbcDialect dialect = dialect(product, version);
        if (isOlder(version, dialect.oldest())) {
            throw new SchemaException("The database is " + dialect.product() + " " + version
                    + ", which is too old; StravaAI needs version " + dialect.oldest() + " or newer");
        }
        return dialect;
    }

    /** Each driver of MySQL and MariaDB calls both servers by one name; the version tells them apart. */
    private static JdbcDialect dialect(String product, String version) {
        boolean mysql = product.equalsIgnoreCase(JdbcDialect.MYSQL.product());
        if (mysql && version.toLowerCase(Locale.ROOT).contains("mariadb")) {
            return JdbcDialect.MARIADB;
        }
        for (JdbcDialect dialect : JdbcDialect.values()) {
            if (dialect.product().equalsIgnoreCase(product)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException("This DataSource leads to " + product + "; StravaAI can use "
                + Arrays.stream(JdbcDialect.values()).map(JdbcDialect::product).collect(Collectors.joining(", "))
                + ". If it speaks the language of one of these, name that one as JdbcDialect");
    }

    /** A version that cannot be read is not held for too old. */
    private static boolean isOlder(String version, String oldest) {
        String plain = version.startsWith(DISGUISE) ? version.substring(DISGUISE.length()) : version;
        Matcher found = VERSION.matcher(plain);
        Matcher wanted = VERSION.matcher(oldest);
        if (!found.find() || !wanted.find()) {
            return false;
        }
        for (int i = 1; i <= wanted.groupCount() && wanted.group(i) != null && found.group(i) != null; i++) {
            int difference = Integer.compare(Integer.parseInt(found.group(i)), Integer.parseInt(wanted.group(i)));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }
}
