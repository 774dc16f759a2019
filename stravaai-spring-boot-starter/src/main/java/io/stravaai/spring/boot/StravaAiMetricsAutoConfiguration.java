package io.stravaai.spring.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.stravaai.StravaClient;
import io.stravaai.StravaListener;
import io.stravaai.store.ActivityStore;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Meters of requests, refreshes, quota and lag. No tag names an athlete. */
@AutoConfiguration(
        after = StravaAiAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({StravaClient.class, ActivityStore.class})
@ConditionalOnSingleCandidate(MeterRegistry.class)
@Conditional(CredentialsCondition.class)
public final class StravaAiMetricsAutoConfiguration {

    StravaAiMetricsAutoConfiguration() {}

    @Bean
    StravaListener stravaAiMeters(MeterRegistry registry) {
        return new RequestMeters(registry);
    }

    @Bean
    StateMeters stravaAiStateMeters(
            MeterRegistry registry,
            ObjectProvider<StravaClient> client,
            ObjectProvider<ActivityStore> activities,
            ObjectProvider<Clock> clock) {
        return new StateMeters(registry, client, activities, Clocks.of(clock));
    }

    /** Nobody asks for the gauges, so they would never be made. */
    @Bean
    static LazyInitializationExcludeFilter stravaAiStateMetersAreMadeEarly() {
        return LazyInitializationExcludeFilter.forBeanTypes(StateMeters.class);
    }
}
