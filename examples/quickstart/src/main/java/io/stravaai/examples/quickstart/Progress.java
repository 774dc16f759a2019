package io.stravaai.examples.quickstart;

import io.stravaai.StravaListener;
import io.stravaai.sync.SyncProgress;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar, or a counter where the total is unknown, on a terminal; nothing elsewhere. And a word on stderr when a
 * call waits for quota.
 */
final class Progress implements StravaListener, AutoCloseable {

    /** Fits a terminal of 60 columns. Java cannot ask for the width, and few shells export {@code COLUMNS}. */
    private static final int WIDTH = 59;

    private final Shell shell;
    private final boolean visible;
    private final int width;
    private @Nullable ProgressBar bar;
    private @Nullable String counter;
    private @Nullable Instant waitingUntil;

    /**
     * @param wanted whether to draw a bar if there is a terminal
     */
    Progress(Shell shell, boolean wanted) {
        this.shell = shell;
        this.visible = wanted && shell.interactive() && !shell.variable("TERM").equals("dumb");
        this.width = width(shell.variable("COLUMNS"));
    }

    /**
     * Shows that nothing is done yet.
     *
     * @param total how many activities to expect; -1 if nobody knows
     */
    void begin(String task, long total) {
        end();
        if (visible && total < 0) {
            counter = task;
            count("");
        } else if (visible) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new ConsoleProgressBarConsumer(shell.out(), width) {
                        @Override
                        public void accept(String text) {
                            super.accept(text);
                            shell.out().flush();
                        }
                    })
                    .hideEta()
                    .build();
        }
    }

    @Override
    public void pageStored(SyncProgress progress) {
        String month = progress.reached()
                .map(reached -> "back to " + YearMonth.from(reached.atOffset(ZoneOffset.UTC)))
                .orElse("");
        int stored = progress.inserted() + progress.updated() + progress.unchanged();
        if (bar != null) {
            bar.stepTo(stored + progress.quarantined());
            bar.setExtraMessage(" " + month);
        }
        count(String.format(Locale.ROOT, "  %,d stored", stored) + (month.isEmpty() ? "" : ", " + month));
    }

    private void count(String text) {
        if (counter != null) {
            String line = counter + text;
            shell.out()
                    .print("\r"
                            + (line.length() > width
                                    ? line.substring(0, width)
                                    : line + " ".repeat(width - line.length())));
            shell.out().flush();
        }
    }

    @Override
    public void waitingForQuota(Instant until) {
        if (!until.equals(waitingUntil)) {
            waitingUntil = until;
            shell.err()
                    .println((bar == null && counter == null ? "" : System.lineSeparator())
                            + "Strava's request quota is used up; waiting for more until " + Text.minute(until));
        }
    }

    /** Leaves what is shown as it stands and goes to the next line. Idempotent. */
    void end() {
        if (counter != null) {
            counter = null;
            shell.out().println();
        }
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public void close() {
        end();
    }

    /** One less than the terminal has, since some go to the next line after the last column. */
    private static int width(String columns) {
        try {
            int width = Integer.parseInt(columns) - 1;
            return width > 0 ? width : WIDTH;
        } catch (NumberFormatException e) {
            return WIDTH;
        }
    }
}
