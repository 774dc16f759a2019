package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each test of this module during which a secret was logged; JUnit finds it by itself. */
public final class NoSecretsLogged implements AfterEachCallback, AfterAllCallback {

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** For what comes late, from another thread. */
    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        assertThat(LoggedSecrets.drain()).as("secrets in the log").isEmpty();
    }
}
