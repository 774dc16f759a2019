package io.stravaai.spring.boot;

import io.lettuce.core.RedisClient;
import io.stravaai.quota.redis.RedisQuotaLedger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Offers the application's Redis for the quota and the lock. */
@AutoConfiguration(
        before = StravaAiAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration"
        })
@ConditionalOnClass({RedisClient.class, RedisQuotaLedger.class, LettuceConnectionFactory.class})
@ConditionalOnBean(LettuceConnectionFactory.class)
@Conditional(CredentialsCondition.class)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiRedisAutoConfiguration {

    StravaAiRedisAutoConfiguration() {}

    @Bean
    Redis stravaAiRedis(ObjectProvider<LettuceConnectionFactory> connections) {
        return new LettuceRedis(connections);
    }
}
