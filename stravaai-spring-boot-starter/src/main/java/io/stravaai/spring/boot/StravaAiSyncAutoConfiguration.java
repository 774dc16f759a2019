package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import io.stravaai.BackgroundSyncBuilder;
import io.stravaai.SyncEngine;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.spring.boot.StravaAiProperties.Sync;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncHistory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Syncs athletes who are due, as long as the application runs. */
@AutoConfiguration(after = StravaAiAutoConfiguration.class)
@Conditional(CredentialsCondition.class)
@ConditionalOnBean({SyncEngine.class, ActivityStore.class})
@ConditionalOnBooleanProperty(name = "stravaai.sync.enabled", matchIfMissing = true)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiSyncAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(StravaAiSyncAutoConfiguration.class);

    StravaAiSyncAutoConfiguration() {}

    @Bean
    SyncThreads stravaAiSyncThreads(StravaAiProperties properties, Environment environment) {
        boolean virtual = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false);
        return SyncThreads.create(properties.sync().concurrency(), virtual);
    }

    /** The scheduler stops it, within the time that the properties give. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    BackgroundSync stravaAiBackgroundSync(
            StravaAiProperties properties,
            SyncEngine engine,
            ActivityStore activities,
            SyncThreads threads,
            ObjectProvider<Clock> clock,
            ObjectProvider<BackgroundSyncBuilderCustomizer> customizers) {
        Sync sync = properties.sync();
        BackgroundSyncBuilder builder = BackgroundSync.builder()
                .engine(engine)
                .store(activities)
                .executor(threads::execute)
                .maxConcurrent(sync.concurrency())
                .maxAthletesPerRun(sync.maxAthletesPerRun());
        clock.ifUnique(builder::clock);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    SyncLock stravaAiSyncLock(
            StravaAiProperties properties,
            ObjectProvider<LockProvider> providers,
            ObjectProvider<ChosenDatabase> database,
            ObjectProvider<Redis> redis,
            ObjectProvider<ClientCredentials> credentials,
            SyncThreads threads) {
        LockProvider provider = provider(properties.sync().lock(), providers, database, redis);
        if (provider == null) {
            LOG.info("No lock: each node syncs in the background, and each athlete is claimed by one of them");
            return SyncLock.NONE;
        }
        return ShedLock.of(
                provider, clientId(properties, credentials), properties.sync().takeover(), threads.timer());
    }

    /** Without StravaAiAutoConfiguration, which an application with an engine of its own may exclude, there is no bean. */
    private static String clientId(StravaAiProperties properties, ObjectProvider<ClientCredentials> credentials) {
        ClientCredentials bean = credentials.getIfAvailable();
        return bean == null ? Objects.requireNonNullElse(properties.clientId(), "") : bean.clientId();
    }

    private static @Nullable LockProvider provider(
            Sync.Lock wanted,
            ObjectProvider<LockProvider> providers,
            ObjectProvider<ChosenDatabase> database,
            ObjectProvider<Redis> redis) {
        if (wanted == Sync.Lock.NONE) {
            return null;
        }
        if (wanted == Sync.Lock.REDIS) {
            return Redis.required(redis, "stravaai.sync.lock").lockProvider();
        }
        LockProvider own = wanted == Sync.Lock.AUTO ? providers.getIfUnique() : null;
        if (own != null) {
            return own;
        }
        LockProvider made = Optional.ofNullable(database.getIfAvailable())
                .flatMap(ChosenDatabase::find)
                .map(Database::lockProvider)
                .orElse(null);
        if (made == null && wanted == Sync.Lock.STORE) {
            throw new StravaAiConfigurationException(
                    "stravaai.sync.lock=store, but no lock can be made in the database of the activities: on JDBC that takes"
                            + " spring-jdbc, SQLite has none, and an application may keep its activities elsewhere.",
                    "Add spring-boot-starter-jdbc, or set stravaai.sync.lock=none.");
        }
        return made;
    }

    @Bean
    BackgroundRounds stravaAiBackgroundRounds(
            StravaAiProperties properties,
            BackgroundSync background,
            SyncLock lock,
            ObjectProvider<SyncHistory> history,
            ObjectProvider<Clock> clock) {
        return new BackgroundRounds(
                properties.sync(), background, lock, history.getIfAvailable(), Clocks.of(clock), new SecureRandom());
    }

    @Bean
    SyncScheduler stravaAiSyncScheduler(
            StravaAiProperties properties, BackgroundRounds rounds, BackgroundSync background, SyncThreads threads) {
        return new SyncScheduler(rounds, background, threads, properties.sync().shutdownTimeout());
    }
}
