package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.store.ActivityStore;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Says whether the stores can be read, and whether Strava bars the application; Strava is never asked. */
@AutoConfiguration(after = StravaAiSyncAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(CredentialsCondition.class)
@ConditionalOnBean({StravaClient.class, ActivityStore.class})
@ConditionalOnEnabledHealthIndicator("stravaai")
public final class StravaAiHealthAutoConfiguration {

    StravaAiHealthAutoConfiguration() {}

    /** Spring Boot shows it under the name of the bean. */
    @Bean("stravaaiHealthIndicator")
    HealthIndicator stravaAiHealthIndicator(
            StravaClient client,
            ActivityStore activities,
            ObjectProvider<BackgroundRounds> rounds,
            ObjectProvider<Clock> clock) {
        return new StravaAiHealthIndicator(client, activities, rounds.getIfAvailable(), Clocks.of(clock));
    }
}
