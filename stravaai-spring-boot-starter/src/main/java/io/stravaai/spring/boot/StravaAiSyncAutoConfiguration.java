package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import io.stravaai.BackgroundSyncBuilder;
import io.stravaai.SyncEngine;
import io.stravaai.spring.boot.StravaAiProperties.Sync;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncHistory;
import java.security.SecureRandom;
import java.time.Clock;
import net.javacrumbs.shedlock.core.LockProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Syncs athletes who are due, as long as the application runs. */
@AutoConfiguration(after = StravaAiAutoConfiguration.class)
@ConditionalOnBean({SyncEngine.class, ActivityStore.class})
@ConditionalOnBooleanProperty(name = "stravaai.sync.enabled", matchIfMissing = true)
public final class StravaAiSyncAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(StravaAiSyncAutoConfiguration.class);

    StravaAiSyncAutoConfiguration() {}

    @Bean
    SyncThreads stravaAiSyncThreads(StravaAiProperties properties, Environment environment) {
        boolean virtual = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false);
        return SyncThreads.start(properties.sync().concurrency(), virtual);
    }

    @Bean
    @ConditionalOnMissingBean
    BackgroundSync backgroundSync(
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
                .executor(threads)
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
            SyncThreads threads) {
        LockProvider provider = provider(properties.sync().lock(), providers, database, redis);
        if (provider == null) {
            LOG.info("No lock: each node syncs in the background, and each athlete is claimed by one of them");
            return SyncLock.NONE;
        }
        return ShedLock.of(provider, properties.sync().takeover(), threads.timer());
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
            return Redises.required(redis, "stravaai.sync.lock").lockProvider();
        }
        LockProvider own = wanted == Sync.Lock.AUTO ? providers.getIfUnique() : null;
        if (own != null) {
            return own;
        }
        return database.getObject().find().map(Database::lockProvider).orElse(null);
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
