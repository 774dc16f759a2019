package badexample;

import badexample.internal.Engine;
import java.time.Clock;
import java.time.Instant;

/** May use internal code and make a clock; may not show the one or read the time. */
public final class StravaClientBuilder {

    private final Clock clock = Clock.systemUTC();

    public Engine engine() {
        return new Engine();
    }

    public Instant readsTime() {
        return clock.instant().isAfter(Instant.now()) ? clock.instant() : Instant.EPOCH;
    }
}
