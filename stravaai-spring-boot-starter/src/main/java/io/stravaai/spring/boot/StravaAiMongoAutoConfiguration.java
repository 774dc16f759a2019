package io.stravaai.spring.boot;

import com.mongodb.client.MongoClient;
import io.stravaai.store.mongo.MongoStores;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Offers a database of the application's MongoClient to keep activities in. */
@AutoConfiguration(
        before = StravaAiAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration"
        })
@ConditionalOnClass({MongoClient.class, MongoStores.class})
@ConditionalOnBean(MongoClient.class)
@Conditional(CredentialsCondition.class)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiMongoAutoConfiguration {

    StravaAiMongoAutoConfiguration() {}

    @Bean
    Database stravaAiMongoDatabase(StravaAiProperties properties, BeanFactory beans, Environment environment) {
        return new MongoDatabases(properties.store(), beans, environment);
    }
}
