package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.SyncHistory;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The actuator's endpoint {@code stravaai}. */
@AutoConfiguration(after = StravaAiSyncAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@Conditional(CredentialsCondition.class)
@ConditionalOnBean({StravaClient.class, SyncEngine.class, ActivityStore.class})
@ConditionalOnAvailableEndpoint(StravaAiEndpoint.class)
public final class StravaAiEndpointAutoConfiguration {

    StravaAiEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    StravaAiEndpoint stravaAiEndpoint(
            StravaClient client,
            SyncEngine engine,
            ActivityStore activities,
            ObjectProvider<SyncHistory> history,
            ObjectProvider<BackgroundRounds> rounds,
            ObjectProvider<Clock> clock) {
        return new StravaAiEndpoint(
                client, engine, activities, history.getIfAvailable(), rounds.getIfAvailable(), Clocks.of(clock));
    }
}
