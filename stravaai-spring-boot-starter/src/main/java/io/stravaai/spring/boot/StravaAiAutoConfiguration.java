package io.stravaai.spring.boot;

import io.stravaai.StravaClient;
import io.stravaai.StravaClientBuilder;
import io.stravaai.StravaListener;
import io.stravaai.SyncEngine;
import io.stravaai.SyncEngineBuilder;
import io.stravaai.auth.ClientCredentials;
import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.quota.RateLimiter;
import io.stravaai.spring.boot.StravaAiProperties.Quota.Ledger;
import io.stravaai.store.ActivityResource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.ResourceStore;
import io.stravaai.store.SyncHistory;
import io.stravaai.sync.SyncPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.util.StringUtils;

/** The client, the stores and the engine. Each bean backs off before one of the application's own. */
@AutoConfiguration
@Conditional(CredentialsCondition.class)
@EnableConfigurationProperties(StravaAiProperties.class)
public final class StravaAiAutoConfiguration {

    /** The bean that is there only if the application has no ActivityStore of its own. */
    private static final String OUR_ACTIVITIES = "stravaAiActivityStore";

    StravaAiAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ClientCredentials stravaAiCredentials(StravaAiProperties properties) {
        return ClientCredentials.of(
                required("client-id", "STRAVAAI_CLIENT_ID", properties.clientId()),
                required("client-secret", "STRAVAAI_CLIENT_SECRET", properties.clientSecret()));
    }

    private static String required(String name, String variable, @Nullable String value) {
        if (value == null || !StringUtils.hasText(value)) {
            throw new StravaAiConfigurationException(
                    "stravaai." + name + " is not set.",
                    "Set it, or the environment variable " + variable
                            + ", to the value shown at https://www.strava.com/settings/api. To start without Strava, set"
                            + " neither id nor secret, or stravaai.enabled=false.");
        }
        return value;
    }

    @Bean
    ChosenDatabase stravaAiDatabase(
            StravaAiProperties properties, ObjectProvider<Database> databases, BeanFactory beans) {
        return new ChosenDatabase(
                databases.orderedStream().toList(), properties.store().type(), beans.containsBean(OUR_ACTIVITIES));
    }

    @Bean(OUR_ACTIVITIES)
    @ConditionalOnMissingBean
    ActivityStore activityStore(ChosenDatabase database) {
        return database.stores().activities();
    }

    @Bean
    @ConditionalOnMissingBean
    TokenStore stravaAiTokenStore(
            ChosenDatabase database, StravaAiProperties properties, ObjectProvider<TokenCipher> ciphers) {
        TokenStore stored = database.stores().tokens();
        TokenCipher cipher = ciphers.getIfAvailable();
        if (cipher == null && !properties.tokens().keys().isEmpty()) {
            throw new StravaAiConfigurationException(
                    "There are keys in stravaai.tokens.keys, but stravaai.tokens.current-key does not say which one encrypts,"
                            + " so tokens would be stored in clear text.",
                    "Set stravaai.tokens.current-key to the id of a key, or remove the keys.");
        }
        return cipher == null
                ? stored
                : EncryptedTokenStore.of(stored, cipher, properties.tokens().clearText());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("stravaai.tokens.current-key")
    TokenCipher stravaAiTokenCipher(StravaAiProperties properties) {
        StravaAiProperties.Tokens tokens = properties.tokens();
        Map<String, byte[]> keys = new HashMap<>();
        tokens.keys().forEach((id, key) -> keys.put(id, decoded(id, key)));
        try {
            return TokenCipher.aes(Objects.requireNonNull(tokens.currentKey()), keys);
        } catch (IllegalArgumentException e) {
            throw new StravaAiConfigurationException(
                    "The keys of the tokens cannot be used. " + e.getMessage() + ".",
                    "Correct stravaai.tokens.current-key or stravaai.tokens.keys.*; openssl rand -base64 32 prints a new key.");
        }
    }

    private static byte[] decoded(String id, String key) {
        try {
            return Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message shows a piece of the key.
            throw new StravaAiConfigurationException(
                    "stravaai.tokens.keys." + id + " is not Base64.",
                    "Set it to 32 bytes in Base64, as openssl rand -base64 32 prints them.");
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(name = OUR_ACTIVITIES)
    SyncHistory stravaAiSyncHistory(ChosenDatabase database) {
        return database.stores().history();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(name = OUR_ACTIVITIES)
    ResourceStore stravaAiResourceStore(ChosenDatabase database) {
        return database.stores().resources();
    }

    @Bean
    @ConditionalOnMissingBean({QuotaLedger.class, RateLimiter.class})
    QuotaLedger stravaAiQuotaLedger(
            StravaAiProperties properties, ChosenDatabase database, ObjectProvider<Redis> redis) {
        Ledger ledger = properties.quota().ledger();
        if (ledger == Ledger.REDIS) {
            return Redis.required(redis, "stravaai.quota.ledger").quotaLedger();
        }
        return ledger == Ledger.MEMORY || database.find().isEmpty()
                ? InMemoryStores.quotaLedger()
                : database.stores().quotaLedger();
    }

    @Bean
    @ConditionalOnMissingBean
    StravaClient stravaAiClient(
            StravaAiProperties properties,
            ClientCredentials credentials,
            TokenStore tokens,
            ObjectProvider<QuotaLedger> ledger,
            ObjectProvider<RateLimiter> limiter,
            ObjectProvider<Clock> clock,
            ObjectProvider<StravaListener> listeners,
            ObjectProvider<StravaClientBuilderCustomizer> customizers) {
        return built(() -> {
            StravaClientBuilder builder = StravaClient.builder()
                    .credentials(credentials)
                    .tokenStore(tokens)
                    .apiUrl(properties.apiUrl())
                    .oauthUrl(properties.oauthUrl())
                    .callTimeout(properties.callTimeout())
                    .cacheMaxAge(properties.cacheMaxAge());
            listeners.orderedStream().forEach(builder::listener);
            RateLimiter own = limiter.getIfAvailable();
            if (own != null) {
                builder.rateLimiter(own);
            } else {
                ledger.ifAvailable(builder::quotaLedger);
                properties.quota().laneCeilings().forEach(builder::laneCeiling);
            }
            clock.ifUnique(builder::clock);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        });
    }

    @Bean
    @ConditionalOnMissingBean
    SyncEngine stravaAiSyncEngine(
            StravaAiProperties properties,
            StravaClient client,
            ActivityStore activities,
            ObjectProvider<ResourceStore> resources,
            ObjectProvider<SyncHistory> history,
            ObjectProvider<Clock> clock,
            ObjectProvider<StravaListener> listeners,
            ObjectProvider<SyncEngineBuilderCustomizer> customizers,
            ObjectProvider<SyncEngineDecorator> decorators) {
        return built(() -> {
            StravaAiProperties.Sync sync = properties.sync();
            Duration longest = sync.longestInterval();
            SyncEngineBuilder builder = SyncEngine.builder()
                    .client(client)
                    .store(activities)
                    .policy(SyncPolicy.defaults()
                            .withInterval(sync.interval(), longest == null ? sync.interval() : longest)
                            .withRelistPeriod(sync.relistPeriod())
                            .withLease(sync.takeover()));
            listeners.orderedStream().forEach(builder::listener);
            if (!sync.resources().isEmpty()) {
                builder.resources(required(resources), sync.resources().toArray(ActivityResource[]::new));
            }
            history.ifAvailable(builder::history);
            clock.ifUnique(builder::clock);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            SyncEngine engine = builder.build();
            for (SyncEngineDecorator decorator : decorators.orderedStream().toList()) {
                engine = decorator.decorate(engine);
            }
            return engine;
        });
    }

    /** What a builder refuses, a property or a customizer has set. */
    private static <T> T built(Supplier<T> building) {
        try {
            return building.get();
        } catch (IllegalArgumentException e) {
            throw new StravaAiConfigurationException(
                    "StravaAI cannot be what it is configured to be. " + e.getMessage() + ".",
                    "Correct the property of this name below stravaai, as stravaai.call-timeout for callTimeout, or the"
                            + " customizer that has set it.",
                    e);
        }
    }

    private static ResourceStore required(ObjectProvider<ResourceStore> resources) {
        ResourceStore store = resources.getIfAvailable();
        if (store == null) {
            throw new StravaAiConfigurationException(
                    "stravaai.sync.resources asks for details or streams, but the application, which has stores of its own,"
                            + " has no ResourceStore.",
                    "Add a bean of ResourceStore, or leave stravaai.sync.resources out.");
        }
        return store;
    }
}
