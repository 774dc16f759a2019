package io.stravaai.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/** All that happened, as a hash, and the last lines of it. */
final class Trace {

    private static final int KEPT = 60;

    private final MessageDigest digest;
    private final Deque<String> last = new ArrayDeque<>();
    private final boolean printed;
    private long lines;

    Trace(boolean printed) {
        this.printed = printed;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(long now, String what) {
        String line = now + " " + what;
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        lines++;
        if (printed) {
            System.out.println(line);
        }
    }

    long lines() {
        return lines;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The last lines, oldest first. */
    String tail() {
        return String.join("\n", last);
    }

    static String time(long now) {
        Duration since = Duration.ofMillis(now);
        return String.format(
                "day %d %02d:%02d:%02d.%03d",
                since.toDays(),
                since.toHoursPart(),
                since.toMinutesPart(),
                since.toSecondsPart(),
                since.toMillisPart());
    }
}
