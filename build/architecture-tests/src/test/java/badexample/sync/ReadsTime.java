package badexample.sync;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

public final class ReadsTime {

    public Instant instant() {
        return Instant.now();
    }

    public LocalDate localDate() {
        return LocalDate.now(ZoneId.of("UTC"));
    }

    public ZonedDateTime zoned() {
        return ZonedDateTime.now();
    }

    public long millis() {
        return System.currentTimeMillis();
    }

    public long nanos() {
        return System.nanoTime();
    }

    public void sleep() throws InterruptedException {
        Thread.sleep(1);
    }

    public void unitSleep() throws InterruptedException {
        TimeUnit.SECONDS.sleep(1);
    }

    public Clock clock() {
        return Clock.systemUTC();
    }

    public Supplier<Instant> reference() {
        return Instant::now;
    }

    public Supplier<Instant> lambda() {
        return () -> Instant.now();
    }

    public Date date() {
        return new Date();
    }

    public Instant allowed(Clock clock) {
        return LocalDate.now(clock).atStartOfDay(clock.getZone()).toInstant();
    }
}
