package io.stravaai.it;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * Reads all that is logged at any level, by way of SLF4J or of java.util.logging, and remembers what holds a secret of
 * FakeStrava.
 */
public final class LoggedSecrets extends AppenderBase<ILoggingEvent> {

    /** The shape of FakeStrava's tokens and codes, and its client secret, also as it stands in a header. */
    private static final Pattern SECRET =
            Pattern.compile("5ec2e75ec2e7[0-9a-f]{28}|fake-client-secret|MTIzNDU6ZmFrZS1jbGllbnQtc2VjcmV0");

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();
    private static final List<Consumer<String>> READERS = new CopyOnWriteArrayList<>();
    private static final String[] JUL_NAMES = {"", "okhttp3", "okio", "retrofit2", "jdk", "com.sun.net.httpserver"};
    /** Java forgets the levels of loggers that nobody holds. */
    private static final List<Logger> HELD = new CopyOnWriteArrayList<>();

    static {
        for (String name : JUL_NAMES) {
            Logger logger = Logger.getLogger(name);
            if (!name.isEmpty()) {
                logger.setLevel(Level.ALL);
            }
            HELD.add(logger);
        }
        Logger.getLogger("").addHandler(new JulHandler());
    }

    /** What was found since the last call, without the secrets. */
    static List<String> drain() {
        List<String> found = List.copyOf(FOUND);
        FOUND.removeAll(found);
        return found;
    }

    /** Passes all that is logged from now on to a reader. */
    static void addReader(Consumer<String> reader) {
        READERS.add(reader);
    }

    static void removeReader(Consumer<String> reader) {
        READERS.remove(reader);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        read(
                event.getLoggerName(),
                event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " " + trace + " ["
                        + event.getThreadName() + "]");
    }

    private static void read(String logger, String text) {
        if (SECRET.matcher(text).find()) {
            FOUND.add(logger + ": " + SECRET.matcher(text).replaceAll("<SECRET>"));
        }
        READERS.forEach(reader -> reader.accept(logger + ": " + text));
    }

    private static final class JulHandler extends Handler {

        JulHandler() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            read(
                    "jul " + record.getLoggerName(),
                    new SimpleFormatter().format(record) + " ["
                            + Thread.currentThread().getName() + "]");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
