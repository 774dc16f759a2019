package io.stravaai.spring.boot;

import io.stravaai.spring.boot.StravaAiProperties.Store;
import io.stravaai.spring.boot.StravaAiProperties.Store.Schema;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/** A DataSource of the application. */
final class JdbcDatabase implements Database {

    private final Store properties;
    private final ConfigurableBeanFactory beans;

    JdbcDatabase(Store properties, ConfigurableBeanFactory beans) {
        this.properties = properties;
        this.beans = beans;
    }

    @Override
    public Store.Type type() {
        return Store.Type.JDBC;
    }

    @Override
    public Stores open() {
        DataSource dataSource = dataSource();
        try {
            if (properties.schema() == Schema.CREATE) {
                JdbcSchema.create(dataSource);
            }
            JdbcStores stores = JdbcStores.open(dataSource);
            return new Stores(
                    stores.activities(), stores.resources(), stores.history(), stores.tokens(), stores.quotaLedger());
        } catch (IllegalArgumentException e) {
            throw new StravaAiConfigurationException(
                    e.getMessage() + ".",
                    "Let stravaai.store.data-source name another DataSource, or set stravaai.store.type=mongo, or give the"
                            + " application beans of ActivityStore and TokenStore.",
                    e);
        }
    }

    @Override
    public @Nullable LockProvider lockProvider() {
        return ClassUtils.isPresent("org.springframework.jdbc.core.JdbcTemplate", beans.getBeanClassLoader())
                ? JdbcLock.provider(dataSource(), properties.schema())
                : null;
    }

    private DataSource dataSource() {
        String name = properties.dataSource();
        if (name != null) {
            if (!beans.containsBean(name) || !beans.isTypeMatch(name, DataSource.class)) {
                throw new StravaAiConfigurationException(
                        "stravaai.store.data-source=" + name
                                + ", but the application has no DataSource bean of this name.",
                        "Set it to the name of a DataSource bean, or leave it out to use the only or primary one.");
            }
            return beans.getBean(name, DataSource.class);
        }
        DataSource only = beans.getBeanProvider(DataSource.class).getIfUnique();
        if (only == null) {
            throw new StravaAiConfigurationException(
                    "The application has several DataSources of which none is primary, so StravaAI does not know which"
                            + " one is meant.",
                    "Set stravaai.store.data-source to the name of one, or mark one with @Primary.");
        }
        return only;
    }
}
