package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggedSecretsTest {

    private static final String TOKEN = "5ec2e75ec2e7" + "0a".repeat(14);

    @Test
    void a_secret_is_found_at_every_level_and_in_every_log() {
        LoggerFactory.getLogger("one").trace("Bearer {}", TOKEN);
        LoggerFactory.getLogger("two").debug("failed", new IllegalStateException(new Exception(TOKEN)));
        Logger.getLogger("okhttp3.three").finest("secret=fake-client-secret");
        LoggerFactory.getLogger("four").info("nothing");

        assertThat(LoggedSecrets.drain())
                .hasSize(3)
                .noneMatch(found -> found.contains(TOKEN))
                .anyMatch(found -> found.startsWith("one"))
                .anyMatch(found -> found.startsWith("two"))
                .anyMatch(found -> found.startsWith("jul okhttp3.three"));
    }

    @Test
    void a_real_token_has_that_shape() {
        LoggerFactory.getLogger("one").trace(new World().athlete.refreshToken());

        assertThat(LoggedSecrets.drain()).hasSize(1);
    }
}
