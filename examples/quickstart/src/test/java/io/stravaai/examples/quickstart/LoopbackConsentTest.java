package io.stravaai.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.Authorization;
import io.stravaai.auth.AuthorizationCallback;
import io.stravaai.auth.AuthorizationRequest;
import io.stravaai.auth.RevocationEndpoint;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StravaOAuth;
import io.stravaai.error.AuthorizationDeniedException;
import io.stravaai.examples.quickstart.TestShell.Result;
import io.stravaai.model.AthleteId;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackConsentTest {

    private static final String STATE = "the-state";

    @Test
    void ask_consent_exchangesTheCodeAndThanks() {
        Browser browser = new Browser();

        Authorization authorization = consent(browser, "?state=" + STATE + "&code=abc&scope=read,activity:read");

        assertThat(authorization.athlete()).isEqualTo(AthleteId.of(42));
        assertThat(browser.page.join().statusCode()).isEqualTo(200);
        assertThat(browser.page.join().body()).contains("Thank you");
    }

    @Test
    void ask_declined_saysSo() {
        assertThatThrownBy(() -> consent(new Browser(), "?state=" + STATE + "&error=access_denied"))
                .isInstanceOf(AuthorizationDeniedException.class)
                .hasMessageContaining("did not consent");
    }

    @Test
    void ask_otherState_isRefused() {
        Browser browser = new Browser();

        assertThatThrownBy(() -> consent(browser, "?state=guessed&code=abc"))
                .isInstanceOf(AuthorizationDeniedException.class)
                .hasMessageContaining("state");
        assertThat(browser.page.join().statusCode()).isEqualTo(400);
    }

    @Test
    void ask_activitiesUnticked_isNotExchanged() {
        assertThatThrownBy(() -> consent(new Browser(), "?state=" + STATE + "&code=abc&scope=read"))
                .isInstanceOf(QuickstartException.class)
                .hasMessageContaining("activity:read");
    }

    @Test
    void ask_nobodyAnswers_endsInTime() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new LoopbackConsent(new FixedOAuth(), nowhere, Duration.ofMillis(50)).ask())
                .isInstanceOf(QuickstartException.class)
                .hasMessageContaining("Nobody consented");
    }

    @Test
    void sync_withoutGrantAndToken_asksInTheBrowser(@TempDir Path folder) {
        TestShell shell = new TestShell();
        FakeStrava strava = FakeStrava.builder().clock(shell.clock).build();
        FakeAthlete athlete = strava.addAthlete();
        athlete.generateHistory(TestShell.NOW.minus(Duration.ofDays(30)), TestShell.NOW, 10);
        Browser browser = new Browser();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (FakeStravaServer server = strava.startServer()) {
            shell.strava(strava, server).store(folder.resolve("stravaai.db"));

            Result result = shell.run(browser.reading(err, ""), err, "sync", "--json");

            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.jsonLines().get(0))
                    .containsEntry("athlete", (double) athlete.id().value())
                    .containsEntry("inserted", 10.0);
            assertThat(browser.page.join().statusCode()).isEqualTo(200);
        }
    }

    private static Authorization consent(Browser browser, String answer) {
        PrintStream messages = browser.reading(new ByteArrayOutputStream(), answer);
        return new LoopbackConsent(new FixedOAuth(), messages, Duration.ofSeconds(20)).ask();
    }

    /** Sends the browser straight back. */
    private static final class FixedOAuth implements StravaOAuth {

        @Override
        public Set<Scope> scopes(AthleteId athlete) {
            throw new AssertionError("not asked");
        }

        @Override
        public String newState() {
            return STATE;
        }

        @Override
        public URI authorizationUrl(AuthorizationRequest request) {
            assertThat(request.redirectUri().getHost()).isEqualTo("127.0.0.1");
            return request.redirectUri();
        }

        @Override
        public Authorization exchange(AuthorizationCallback callback) {
            assertThat(callback.code()).isEqualTo("abc");
            assertThat(callback.scopes()).contains(Scope.ACTIVITY_READ);
            return new Authorization(AthleteId.of(42), callback.scopes());
        }

        @Override
        public Authorization adopt(String refreshToken) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revoke(AthleteId athlete, RevocationEndpoint endpoint) {
            throw new UnsupportedOperationException();
        }
    }
}
