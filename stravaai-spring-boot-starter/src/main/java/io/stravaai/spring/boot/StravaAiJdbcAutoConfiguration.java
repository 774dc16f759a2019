package io.stravaai.spring.boot;

import io.stravaai.store.jdbc.JdbcStores;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Offers the application's DataSource to keep activities in. */
@AutoConfiguration(
        before = StravaAiAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"
        })
@ConditionalOnClass({DataSource.class, JdbcStores.class})
@ConditionalOnBean(DataSource.class)
@Conditional(CredentialsCondition.class)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiJdbcAutoConfiguration {

    StravaAiJdbcAutoConfiguration() {}

    /** Behind Flyway, Liquibase and whatever else brings the tables. */
    @Bean
    @DependsOnDatabaseInitialization
    Database stravaAiJdbcDatabase(StravaAiProperties properties, ConfigurableListableBeanFactory beans) {
        return new JdbcDatabase(properties.store(), beans);
    }
}
