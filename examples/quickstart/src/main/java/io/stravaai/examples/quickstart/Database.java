package io.stravaai.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.SchemaException;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The stores in the database that {@code STRAVAAI_STORE} names, on a connection pool. */
final class Database implements AutoCloseable {

    static final String VARIABLE = "STRAVAAI_STORE";
    static final String DEFAULT = "jdbc:sqlite:stravaai-data/stravaai.db";

    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private static final FileAttribute<?>[] NONE = {};

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
            if (!url.contains("mode=ro")) {
                createFile(file, VARIABLE);
            }
        }
        return open(url, VARIABLE, create);
    }

    /** Opens the database to read from it. Creates nothing. */
    static Database openExisting(Shell shell) {
        String url = url(shell);
        Path file = sqliteFile(url);
        if (file != null && isNew(file)) {
            throw new QuickstartException(
                    "There is no database at " + file + "; run 'sync' first, or set " + VARIABLE + " to another one");
        }
        return open(url, VARIABLE, false);
    }

    /**
     * Opens a new SQLite file and creates the tables.
     *
     * @param option what named the file
     */
    static Database create(Path file, String option) {
        if (file.toString().contains("?")) {
            throw new QuickstartException(
                    "The driver of SQLite takes no '?' in a path; name another file with " + option);
        }
        createFile(file, option);
        return open(url(file), option, true);
    }

    /** The URL of a SQLite file. */
    static String url(Path file) {
        return SQLITE + file;
    }

    /** What {@link #VARIABLE} says, right or wrong. */
    static String configured(Shell shell) {
        return shell.variable(VARIABLE).isEmpty() ? DEFAULT : shell.variable(VARIABLE);
    }

    /** Whether no database is named, and there is none where it would be by default. */
    static boolean isUnset(Shell shell) {
        return shell.variable(VARIABLE).isEmpty() && isNew(Path.of(DEFAULT.substring(SQLITE.length())));
    }

    ActivityStore activities() {
        return stores.activities();
    }

    ResourceStore resources() {
        return stores.resources();
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

    private static Database open(String url, String setting, boolean createSchema) {
        HikariDataSource pool = connect(url, setting);
        try {
            if (createSchema) {
                JdbcSchema.create(pool);
            }
            return new Database(pool);
        } catch (SchemaException e) {
            pool.close();
            throw new QuickstartException(StoreErrors.schema(e, url, setting, createSchema), e);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(String url, String setting) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(10_000);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new QuickstartException(StoreErrors.connecting(e, url, setting), e);
        }
    }

    private static String url(Shell shell) {
        String url = configured(shell);
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

    /** The file of a SQLite URL; null if it is another URL. */
    private static @Nullable Path sqliteFile(String url) {
        if (!url.startsWith(SQLITE)) {
            return null;
        }
        int parameters = url.indexOf('?');
        String name = url.substring(SQLITE.length(), parameters < 0 ? url.length() : parameters);
        if (name.startsWith("file:")) {
            name = URLDecoder.decode(name.substring("file:".length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        if (name.isBlank() || name.contains(":memory:") || url.contains("mode=memory")) {
            throw new QuickstartException(
                    "A SQLite database in memory is gone when the command ends; name a file in " + VARIABLE);
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw new QuickstartException(file + " is a folder; name a file in " + VARIABLE + ", such as "
                    + url(file.resolve("stravaai.db")));
        }
        return file;
    }

    /** SQLite itself makes an empty file when it opens one that is not there. */
    private static boolean isNew(Path file) {
        try {
            return !Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0);
        } catch (IOException e) {
            throw new QuickstartException(
                    "The database file " + file + " cannot be read: " + reason(e) + "; or name another one in "
                            + VARIABLE,
                    e);
        }
    }

    /** Creates the file and its folder if they are not there, for nobody else to read: they will hold live tokens. */
    private static void createFile(Path file, String setting) {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder, posix ? only("rwx------") : NONE);
            }
        } catch (IOException e) {
            throw new QuickstartException(
                    "The folder " + folder + " of the database cannot be created: " + reason(e)
                            + "; name a file in another folder with " + setting,
                    e);
        }
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, posix ? only("rw-------") : NONE);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was first.
        } catch (IOException e) {
            throw new QuickstartException(
                    "The database file " + file + " cannot be created: " + reason(e)
                            + "; name a file in another folder with " + setting,
                    e);
        }
    }

    private static FileAttribute<?>[] only(String permissions) {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    /** Why a file cannot be written, in words. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "you may not write there";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file";
        }
        if (e instanceof FileSystemException problem && problem.getReason() != null) {
            return String.valueOf(problem.getReason());
        }
        return e instanceof FileSystemException ? "the file system refuses it" : String.valueOf(e.getMessage());
    }
}
