package io.stravaai.it;

import io.stravaai.time.Sleeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One virtual time for several processes: milliseconds in a file that all of them map. Who sleeps moves it, for all, and
 * does not wait. Thread-safe.
 */
final class SharedClock extends Clock implements Sleeper {

    private static final VarHandle MILLIS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private SharedClock(ByteBuffer memory) {
        this.memory = memory;
    }

    /** A clock in a new file. */
    static SharedClock create(Path file, Instant now) {
        SharedClock clock = open(file);
        MILLIS.setVolatile(clock.memory, 0, now.toEpochMilli());
        return clock;
    }

    /** The clock that is in this file. */
    static SharedClock open(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void advance(Duration duration) {
        MILLIS.getAndAdd(memory, 0, duration.toMillis());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before a sleep of " + duration);
        }
        if (!duration.isNegative() && !duration.isZero()) {
            // Never less than asked for.
            advance(duration.plusNanos(999_999));
        }
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli((long) MILLIS.getVolatile(memory, 0));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Nobody needs it in " + zone);
    }
}
