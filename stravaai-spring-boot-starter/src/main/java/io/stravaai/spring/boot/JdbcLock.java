package io.stravaai.spring.boot;

import io.stravaai.error.SchemaException;
import io.stravaai.spring.boot.StravaAiProperties.Store.Schema;
import java.nio.charset.StandardCharsets;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** A lock in the database of the activities, in a table of its own. */
final class JdbcLock {

    private static final String TABLE = "stravaai_lock";
    private static final String SCRIPT = "io/stravaai/spring/boot/lock.sql";

    private JdbcLock() {}

    /** Null on SQLite, whose file belongs to one machine: there each athlete is claimed by one process, and that will do. */
    static @Nullable LockProvider provider(DataSource dataSource, Schema schema) {
        if (isSqlite(dataSource)) {
            return null;
        }
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        if (!exists(jdbc) && schema == Schema.CREATE) {
            create(dataSource, jdbc);
        } else if (!exists(jdbc)) {
            throw new SchemaException("The table " + TABLE + " is missing, with which one node at a time syncs in the"
                    + " background. Run the script " + SCRIPT + " in the jar of stravaai-spring-boot-starter; or set"
                    + " stravaai.sync.lock=none, or give the application a LockProvider bean");
        }
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(jdbc)
                .withTableName(TABLE)
                .usingDbTime()
                .build());
    }

    private static boolean exists(JdbcTemplate jdbc) {
        try {
            jdbc.execute("SELECT name, lock_until, locked_at, locked_by FROM " + TABLE + " WHERE 1 = 0");
            return true;
        } catch (BadSqlGrammarException e) {
            return false;
        }
    }

    private static void create(DataSource dataSource, JdbcTemplate jdbc) {
        try {
            ResourceDatabasePopulator script = new ResourceDatabasePopulator(new ClassPathResource(SCRIPT));
            script.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
            script.execute(dataSource);
        } catch (DataAccessException e) {
            // Another node may have been first.
            if (!exists(jdbc)) {
                throw e;
            }
        }
    }

    private static boolean isSqlite(DataSource dataSource) {
        try {
            return "SQLite"
                    .equals(JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName));
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException("The database does not say what it is", e);
        }
    }
}
