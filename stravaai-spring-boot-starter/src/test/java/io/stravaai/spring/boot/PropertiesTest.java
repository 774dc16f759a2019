package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.StravaClient;
import io.stravaai.SyncEngine;
import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.TokenStore;
import io.stravaai.quota.Lane;
import io.stravaai.store.ResourceStore;
import java.time.Duration;
import java.util.Base64;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What becomes of the values of properties, and which are refused. */
class PropertiesTest {

    private final ApplicationContextRunner onH2 = Contexts.onH2();

    @Test
    void properties_reach_client_and_engine() {
        onH2.withPropertyValues(
                        "stravaai.sync.interval=1h",
                        "stravaai.sync.longest-interval=1d",
                        "stravaai.sync.relist-period=20d",
                        "stravaai.sync.takeover=45s",
                        // As a list of YAML becomes properties.
                        "stravaai.sync.resources[0]=detail",
                        "stravaai.sync.resources[1]=streams",
                        "stravaai.quota.lane-ceilings.backfill=0.4")
                .run(context -> {
                    var policy = context.getBean(SyncEngine.class).policy();
                    assertThat(policy.shortestInterval()).isEqualTo(Duration.ofHours(1));
                    assertThat(policy.longestInterval()).isEqualTo(Duration.ofDays(1));
                    assertThat(policy.relistPeriod()).isEqualTo(Duration.ofDays(20));
                    assertThat(policy.lease()).isEqualTo(Duration.ofSeconds(45));
                    assertThat(context.getBean(StravaClient.class).laneCeiling(Lane.BACKFILL))
                            .isEqualTo(0.4);
                    assertThat(context).hasSingleBean(ResourceStore.class);
                });
    }

    @Test
    void customizers_have_the_last_word() {
        onH2.withBean(
                        SyncEngineBuilderCustomizer.class,
                        () -> builder -> builder.policy(
                                io.stravaai.sync.SyncPolicy.defaults().withInterval(Duration.ofMinutes(7))))
                .withBean(
                        StravaClientBuilderCustomizer.class, () -> builder -> builder.laneCeiling(Lane.BACKFILL, 0.11))
                .withPropertyValues("stravaai.sync.interval=3h")
                .run(context -> {
                    assertThat(context.getBean(SyncEngine.class).policy().shortestInterval())
                            .isEqualTo(Duration.ofMinutes(7));
                    assertThat(context.getBean(StravaClient.class).laneCeiling(Lane.BACKFILL))
                            .isEqualTo(0.11);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stravaai.sync.interval=0s            | stravaai.sync.interval",
                "stravaai.sync.longest-interval=5m    | stravaai.sync.longest-interval",
                "stravaai.sync.cron=every day         | stravaai.sync.cron",
                "stravaai.sync.concurrency=0          | stravaai.sync.concurrency",
                "stravaai.sync.max-athletes-per-run=0 | stravaai.sync.max-athletes-per-run",
                "stravaai.sync.takeover=1s            | stravaai.sync.takeover",
                "stravaai.sync.shutdown-timeout=-1s   | stravaai.sync.shutdown-timeout",
                "stravaai.oauth.path=strava           | stravaai.oauth.path",
                "stravaai.oauth.scopes[0]=read write  | stravaai.oauth",
                "stravaai.store.type=oracle           | stravaai.store.type",
                "stravaai.sync.resources=photos       | stravaai.sync.resources"
            })
    void a_value_that_cannot_be_is_refused_by_name(String property, String named) {
        onH2.withPropertyValues(property.strip())
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named.strip()));
    }

    @Test
    void an_empty_value_takes_back_what_another_file_has_set() {
        onH2.withPropertyValues(
                        "stravaai.store.type=",
                        "stravaai.store.data-source=",
                        "stravaai.store.mongo-database=",
                        "stravaai.sync.cron=",
                        "stravaai.sync.interval=",
                        "stravaai.sync.longest-interval=",
                        "stravaai.oauth.redirect-uri=")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    StravaAiProperties properties = context.getBean(StravaAiProperties.class);
                    assertThat(properties.store().type()).isNull();
                    assertThat(properties.store().dataSource()).isNull();
                    assertThat(properties.store().mongoDatabase()).isNull();
                    assertThat(properties.sync().cron()).isNull();
                    assertThat(properties.sync().interval()).isEqualTo(Duration.ofHours(6));
                    assertThat(properties.sync().longestInterval()).isNull();
                    assertThat(properties.oauth().redirectUri()).isNull();
                });
    }

    @Test
    void tokens_are_encrypted_under_the_current_key() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        onH2.withPropertyValues("stravaai.tokens.current-key=2026", "stravaai.tokens.keys.2026=" + key)
                .run(context -> {
                    assertThat(context.getBean(TokenStore.class)).isInstanceOf(EncryptedTokenStore.class);
                    assertThat(context.getBean(StravaAiProperties.class).toString())
                            .contains("2026")
                            .doesNotContain(key)
                            .doesNotContain("hush");
                });
    }

    @Test
    void a_current_key_that_is_not_given_is_named() {
        onH2.withPropertyValues("stravaai.tokens.current-key=lost")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("'lost'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "!!!not base64!!!"})
    void a_key_that_cannot_be_one_is_refused_without_being_shown(String key) {
        onH2.withPropertyValues("stravaai.tokens.current-key=a", "stravaai.tokens.keys.a=" + key)
                .run(context -> {
                    assertThat(context).getFailure().rootCause().isInstanceOf(StravaAiConfigurationException.class);
                    assertThat(context).getFailure().hasStackTraceContaining("token");
                    assertThat(Throwables.getStackTrace(context.getStartupFailure()))
                            .doesNotContain(key);
                });
    }

    @Test
    void keys_of_which_none_is_current_are_refused() {
        onH2.withPropertyValues("stravaai.tokens.keys.a=" + Base64.getEncoder().encodeToString(new byte[32]))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StravaAiConfigurationException.class)
                        .hasMessageContaining("stravaai.tokens.current-key"));
    }
}
