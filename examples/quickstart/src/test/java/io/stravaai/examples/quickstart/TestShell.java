package io.stravaai.examples.quickstart;

import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import io.stravaai.test.FakeAthlete;
import io.stravaai.test.FakeStrava;
import io.stravaai.test.FakeStravaServer;
import io.stravaai.test.TestClock;
import io.stravaai.test.TestSleeper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines in this process with variables, time and streams of their own. */
final class TestShell {

    static final Instant NOW = Instant.parse("2026-11-20T14:07:00Z");

    final TestClock clock = TestClock.at(NOW);
    final TestSleeper sleeper = TestSleeper.on(clock);
    private final Map<String, String> variables = new HashMap<>();
    private boolean interactive;

    TestShell store(Path file) {
        return set("STRAVAAI_STORE", "jdbc:sqlite:" + file);
    }

    TestShell strava(FakeStrava strava, FakeStravaServer server) {
        return set("STRAVA_CLIENT_ID", strava.credentials().clientId())
                .set("STRAVA_CLIENT_SECRET", strava.credentials().clientSecret())
                .set("STRAVA_API_URL", server.apiUrl().toString())
                .set("STRAVA_OAUTH_URL", server.oauthUrl().toString());
    }

    TestShell athlete(FakeAthlete athlete) {
        return set("STRAVA_REFRESH_TOKEN", athlete.refreshToken());
    }

    TestShell set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    TestShell unset(String variable) {
        variables.remove(variable);
        return this;
    }

    TestShell onTerminal() {
        interactive = true;
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        return run(new PrintStream(err, true, StandardCharsets.UTF_8), err, arguments);
    }

    /** Runs with another stderr, which somebody reads while the command runs. */
    Result run(PrintStream err, ByteArrayOutputStream copy, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Output buffered = Output.to(out);
        int exit = Main.run(new Shell(Map.copyOf(variables), buffered, err, clock, sleeper, interactive), arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), copy.toString(StandardCharsets.UTF_8));
    }

    record Result(int exit, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }

        List<Map<String, Object>> jsonLines() {
            return out.lines().map(Result::json).toList();
        }

        private static Map<String, Object> json(String line) {
            try {
                Map<String, Object> object = new Moshi.Builder()
                        .build()
                        .<Map<String, Object>>adapter(Types.newParameterizedType(Map.class, String.class, Object.class))
                        .fromJson(line);
                if (object == null) {
                    throw new IllegalArgumentException("Not an object: " + line);
                }
                return object;
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
    }
}
