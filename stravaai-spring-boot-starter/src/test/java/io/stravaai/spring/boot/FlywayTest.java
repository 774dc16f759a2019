package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.store.ActivityStore;
import io.stravaai.store.jdbc.JdbcDialect;
import io.stravaai.store.jdbc.JdbcSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/** Production: a migration tool runs the scripts, and the tables are verified behind it. */
class FlywayTest {

    @TempDir
    Path migrations;

    @Test
    void tables_that_flyway_brings_are_there_when_they_are_verified() throws Exception {
        Files.writeString(migrations.resolve("V1__strava.sql"), JdbcSchema.script(JdbcDialect.H2));
        Files.writeString(
                migrations.resolve("V2__lock.sql"),
                new ClassPathResource("io/stravaai/spring/boot/lock.sql").getContentAsString(StandardCharsets.UTF_8));

        try (ConfigurableApplicationContext app = new SpringApplicationBuilder(FiveLines.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--stravaai.client-id=1234",
                        "--stravaai.client-secret=hush",
                        "--stravaai.store.type=jdbc",
                        "--spring.mongodb.uri=mongodb://localhost:1",
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                        "--spring.flyway.locations=filesystem:" + migrations)) {
            assertThat(app.getBean(ActivityStore.class)).isNotNull();
        }
    }
}
