package io.stravaai.spring.boot;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Makes each sync an observation: a timer, and a span where the application traces. */
@AutoConfiguration(
        before = StravaAiAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@Conditional(CredentialsCondition.class)
public final class StravaAiObservationAutoConfiguration {

    StravaAiObservationAutoConfiguration() {}

    @Bean
    SyncEngineDecorator stravaAiObservations(ObservationRegistry registry) {
        return engine -> new ObservedSyncEngine(engine, registry);
    }
}
