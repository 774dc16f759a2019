package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What somebody reads whose application does not start: one text, and no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailuresTest {

    private static final String H2 = "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID();

    @Test
    void a_missing_secret(CapturedOutput output) {
        fails(H2, "stravaai.client-secret=", "stravaai.store.type=jdbc", "stravaai.store.schema=create");

        assertText(output, "stravaai.client-secret is not set.", "STRAVAAI_CLIENT_SECRET");
    }

    @Test
    void two_stores(CapturedOutput output) {
        fails(H2, "spring.mongodb.uri=mongodb://localhost:1");

        assertText(output, "a DataSource and a MongoClient", "stravaai.store.type=jdbc or stravaai.store.type=mongo");
    }

    @Test
    void a_missing_table(CapturedOutput output) {
        fails(H2, "stravaai.store.type=jdbc");

        assertText(output, "The table stravaai_schema is missing", "stravaai.store.schema=create");
        assertThat(output).contains("io/stravaai/store/jdbc/schema/v1/h2.sql");
    }

    @Test
    void a_value_that_does_not_exist(CapturedOutput output) {
        fails(H2, "stravaai.store.type=oracle");

        assertText(output, "stravaai.store.type", "oracle");
        assertThat(output).contains("JDBC").contains("MONGO");
    }

    @Test
    void an_interval_that_cannot_be(CapturedOutput output) {
        fails(H2, "stravaai.sync.interval=0s", "stravaai.store.type=jdbc");

        assertText(output, "stravaai.sync.interval=PT0S must be positive", "Action");
    }

    @Test
    void a_setting_of_the_database_that_no_script_can_mend(CapturedOutput output) {
        fails(
                H2,
                "stravaai.store.type=jdbc",
                "stravaai.store.schema=create",
                "spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE");

        assertText(output, "another isolation than READ COMMITTED", "Put that right");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stravaai.call-timeout=0s               | callTimeout must be positive and at most a day: PT0S",
                "stravaai.cache-max-age=8d              | cacheMaxAge must be from zero to seven days: PT192H",
                "stravaai.api-url=http://example.org    | apiUrl must be an https URL",
                "stravaai.quota.lane-ceilings.backfill=0 | laneCeiling of BACKFILL must be above 0",
                "stravaai.sync.interval=4000d           | interval must not be longer than ten years"
            })
    void a_value_that_a_builder_refuses(String property, String description, CapturedOutput output) {
        fails(H2, property.strip(), "stravaai.store.type=jdbc", "stravaai.store.schema=create");

        assertText(output, description.strip(), "stravaai.call-timeout for callTimeout");
    }

    @Test
    void a_database_that_cannot_be_reached(CapturedOutput output) {
        fails(
                "spring.datasource.url=jdbc:postgresql://localhost:1/app",
                "spring.datasource.username=app",
                "spring.datasource.password=hush-database",
                "spring.datasource.hikari.connection-timeout=250",
                "stravaai.store.type=jdbc");

        assertText(output, "Cannot open the database", "spring.datasource.*");
        assertThat(output).contains("refused").doesNotContain("hush-database");
    }

    @Test
    void a_mongodb_that_cannot_be_reached(CapturedOutput output) {
        fails(
                H2,
                "spring.mongodb.uri=mongodb://localhost:1/app?serverSelectionTimeoutMS=250",
                "stravaai.store.type=mongo");

        assertText(output, "StravaAI cannot use the application's database", "spring.mongodb.*");
    }

    private static void fails(String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--stravaai.client-id=1234", "--spring.flyway.enabled=false"));
        List<String> all = List.of(properties);
        if (all.stream().noneMatch(property -> property.startsWith("stravaai.client-secret"))) {
            arguments.add("--stravaai.client-secret=hush-strava");
        }
        all.forEach(property -> arguments.add("--" + property));
        assertThatThrownBy(() -> new SpringApplicationBuilder(FiveLines.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments.toArray(String[]::new)))
                .isNotNull();
    }

    private static void assertText(CapturedOutput output, String description, String action) {
        String all = output.toString();
        assertThat(all).contains("APPLICATION FAILED TO START").doesNotContain("hush-strava");
        assertThat(all.substring(all.indexOf("APPLICATION FAILED TO START")))
                .contains(description)
                .contains(action)
                .doesNotContain("\tat ");
    }
}
