package io.stravaai.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The stores in the database that {@code STRAVAAI_STORE} names, on a connection pool. */
final class Database implements AutoCloseable {

    static final String VARIABLE = "STRAVAAI_STORE";
    static final String DEFAULT = "jdbc:sqlite:stravaai-data/stravaai.db";

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final HikariDataSource pool;
    private final JdbcStores stores;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.stores = JdbcStores.open(pool);
    }

    /**
     * Opens the database to write to it. A SQLite file is created with its tables if it is not there.
     *
     * @param createSchema whether to create the tables in any case
     */
    static Database open(Shell shell, boolean createSchema) {
        String url = url(shell);
        Path file = sqliteFile(url);
        boolean create = createSchema;
        if (file != null) {
            create |= isNew(file);
            createFolder(file);
        }
        return open(url, create);
    }

    /** Opens the database to read from it. Creates nothing. */
    static Database openExisting(Shell shell) {
        String url = url(shell);
        Path file = sqliteFile(url);
        if (file != null && isNew(file)) {
            throw new QuickstartException(
                    "There is no database at " + file + "; run 'sync' first, or set " + VARIABLE + " to another one");
        }
        return open(url, false);
    }

    /** Opens a new SQLite file and creates the tables. */
    static Database create(Path file) {
        createFolder(file);
        return open(SQLITE + file, true);
    }

    ActivityStore activities() {
        return stores.activities();
    }

    TokenStore tokens() {
        return stores.tokens();
    }

    QuotaLedger quotaLedger() {
        return stores.quotaLedger();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static Database open(String url, boolean createSchema) {
        HikariDataSource pool = connect(url);
        try {
            if (createSchema) {
                JdbcSchema.create(pool);
            }
            return new Database(pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(10_000);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new QuickstartException(describe(url, e), e);
        }
    }

    private static String url(Shell shell) {
        String url = shell.variable(VARIABLE).isEmpty() ? DEFAULT : shell.variable(VARIABLE);
        if (url.startsWith("mongodb://") || url.startsWith("mongodb+srv://")) {
            throw new QuickstartException(
                    "MongoDB is not supported by this version; set " + VARIABLE + " to a SQLite or PostgreSQL URL");
        }
        if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
            throw new QuickstartException(VARIABLE + " is not the URL of a store; it looks like " + SQLITE + "FILE or "
                    + POSTGRESQL + "//HOST:5432/DATABASE?user=USER&password=PASSWORD");
        }
        return url;
    }

    private static @Nullable Path sqliteFile(String url) {
        if (!url.startsWith(SQLITE)) {
            return null;
        }
        String name = withoutParameters(url.substring(SQLITE.length()));
        if (name.startsWith("file:")) {
            name = name.substring("file:".length());
        }
        if (name.isBlank() || name.contains(":memory:") || url.contains("mode=memory")) {
            throw new QuickstartException(
                    "A SQLite database in memory is gone when the command ends; name a file in " + VARIABLE);
        }
        return Path.of(name);
    }

    /** SQLite itself makes an empty file when it opens one that is not there. */
    private static boolean isNew(Path file) {
        try {
            return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
        } catch (IOException e) {
            throw new QuickstartException("The database file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void createFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new QuickstartException("The folder " + folder + " of the database cannot be created", e);
        }
    }

    /** Names neither user nor password. */
    private static String describe(String url, RuntimeException error) {
        String place = withoutParameters(url.replaceFirst("//[^/]*@", "//"));
        SQLException problem = null;
        for (Throwable cause = error; cause != null && problem == null; cause = cause.getCause()) {
            problem = cause instanceof SQLException sql ? sql : null;
        }
        if (problem == null) {
            return "The driver does not understand " + place + "; correct " + VARIABLE;
        }
        if (url.startsWith(SQLITE)) {
            return "The database " + place + " cannot be opened: " + problem.getMessage();
        }
        String state = String.valueOf(problem.getSQLState());
        if (state.startsWith("28") || state.equals("08004")) {
            return "The database " + place + " refuses the user or the password; they stand in " + VARIABLE
                    + " as ?user=USER&password=PASSWORD";
        }
        if (state.equals("3D000")) {
            return "The server of " + place + " has no database of that name; create it, or correct " + VARIABLE;
        }
        if (state.startsWith("08")) {
            return "The database " + place + " cannot be reached; check that it runs, and the host and port in "
                    + VARIABLE;
        }
        return "The database " + place + " cannot be opened: " + problem.getMessage();
    }

    private static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
