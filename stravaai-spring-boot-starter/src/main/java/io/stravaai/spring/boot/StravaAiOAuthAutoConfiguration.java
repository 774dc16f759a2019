package io.stravaai.spring.boot;

import io.stravaai.BackgroundSync;
import io.stravaai.StravaClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Endpoints that connect athletes, in an application with Spring MVC that asks for them. */
@AutoConfiguration(after = StravaAiSyncAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnBooleanProperty("stravaai.oauth.enabled")
@Conditional(CredentialsCondition.class)
@ConditionalOnBean(StravaClient.class)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiOAuthAutoConfiguration {

    StravaAiOAuthAutoConfiguration() {}

    @Bean
    RouterFunction<ServerResponse> stravaAiOAuthEndpoints(
            StravaAiProperties properties,
            StravaClient client,
            ObjectProvider<BackgroundSync> background,
            ObjectProvider<StravaConnectionListener> listeners) {
        return new OAuthEndpoints(
                        properties.oauth(),
                        client,
                        background.getIfAvailable(),
                        listeners.orderedStream().toList())
                .routes();
    }
}
