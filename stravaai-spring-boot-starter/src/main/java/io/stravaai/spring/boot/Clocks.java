package io.stravaai.spring.boot;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;

/** The application's clock, if it has one. */
final class Clocks {

    private Clocks() {}

    static Clock of(ObjectProvider<Clock> clocks) {
        return clocks.getIfUnique(Clock::systemUTC);
    }
}
