package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;

/** What an editor knows of the properties. */
class MetadataTest {

    @Test
    void each_property_has_a_description_that_is_a_sentence() throws Exception {
        List<Map<String, Object>> properties = properties();

        assertThat(properties).hasSizeGreaterThan(35);
        assertThat(properties)
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("%s", property.get("name"))
                        .isNotBlank()
                        .endsWith("."));
    }

    @Test
    void each_property_has_its_default_where_it_has_one() throws Exception {
        List<String> withoutDefault = new ArrayList<>();
        for (Map<String, Object> property : properties()) {
            if (!property.containsKey("defaultValue")) {
                withoutDefault.add((String) property.get("name"));
            }
        }

        assertThat(withoutDefault)
                .containsExactlyInAnyOrder(
                        "stravaai.client-id",
                        "stravaai.client-secret",
                        "stravaai.store.type",
                        "stravaai.store.data-source",
                        "stravaai.store.mongo-database",
                        "stravaai.tokens.current-key",
                        "stravaai.tokens.keys",
                        "stravaai.quota.lane-ceilings",
                        "stravaai.sync.longest-interval",
                        "stravaai.sync.cron",
                        "stravaai.sync.resources",
                        "stravaai.oauth.redirect-uri");
    }

    @Test
    void without_any_property_the_defaults_hold() {
        StravaAiProperties defaults = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("stravaai", StravaAiProperties.class);

        assertThat(defaults.enabled()).isTrue();
        assertThat(defaults.sync().enabled()).isTrue();
        assertThat(defaults.sync().interval()).isEqualTo(Duration.ofHours(6));
        assertThat(defaults.oauth().enabled()).isFalse();
        assertThat(defaults.store().schema()).isEqualTo(StravaAiProperties.Store.Schema.VERIFY);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> properties() throws Exception {
        try (InputStream metadata =
                MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            String json = new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            return (List<Map<String, Object>>)
                    JsonParserFactory.getJsonParser().parseMap(json).get("properties");
        }
    }
}
