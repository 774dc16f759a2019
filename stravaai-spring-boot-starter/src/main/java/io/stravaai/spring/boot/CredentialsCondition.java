package io.stravaai.spring.boot;

import io.stravaai.auth.ClientCredentials;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** That somebody has begun to give credentials, by properties or as a bean. Half of them are told at the start. */
final class CredentialsCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Strava credentials");
        Environment environment = context.getEnvironment();
        if (!environment.getProperty("stravaai.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("stravaai.enabled is false"));
        }
        if (StringUtils.hasText(environment.getProperty("stravaai.client-id"))
                || StringUtils.hasText(environment.getProperty("stravaai.client-secret"))) {
            return ConditionOutcome.match(message.because("there are properties"));
        }
        // Last, since it looks through all beans.
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (beans != null && beans.getBeanNamesForType(ClientCredentials.class, true, false).length > 0) {
            return ConditionOutcome.match(message.because("there is a bean of ClientCredentials"));
        }
        return ConditionOutcome.noMatch(message.because("stravaai.client-id and stravaai.client-secret are not set;"
                + " https://www.strava.com/settings/api shows their values"));
    }
}
