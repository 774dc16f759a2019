package io.stravaai.examples.quickstart;

import io.stravaai.StravaListener;
import io.stravaai.sync.SyncProgress;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal, nothing elsewhere; and a word on stderr when a call waits for quota. */
final class Progress implements StravaListener, AutoCloseable {

    private static final int WIDTH = 79;

    private final Shell shell;
    private final boolean visible;
    private @Nullable ProgressBar bar;
    private @Nullable Instant waitingUntil;

    /**
     * @param wanted whether to draw a bar if there is a terminal
     */
    Progress(Shell shell, boolean wanted) {
        this.shell = shell;
        this.visible = wanted && shell.interactive();
    }

    /**
     * Shows an empty bar.
     *
     * @param total how many activities to expect; -1 if nobody knows
     */
    void begin(String task, long total) {
        end();
        if (visible) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setConsumer(new ConsoleProgressBarConsumer(shell.out(), WIDTH) {
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
        ProgressBar shown = bar;
        if (shown != null) {
            shown.stepTo(progress.inserted() + progress.updated() + progress.unchanged() + progress.quarantined());
            progress.reached()
                    .map(reached -> YearMonth.from(reached.atOffset(ZoneOffset.UTC)))
                    .ifPresent(month -> shown.setExtraMessage(" back to " + month));
        }
    }

    @Override
    public void waitingForQuota(Instant until) {
        if (!until.equals(waitingUntil)) {
            waitingUntil = until;
            shell.err()
                    .println((bar == null ? "" : System.lineSeparator())
                            + "Strava's request quota is used up; waiting for more until " + Text.minute(until));
        }
    }

    /** Leaves the bar as it stands and goes to the next line. Idempotent. */
    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public void close() {
        end();
    }
}
