package io.stravaai.benchmarks;

import java.util.Locale;

/** Two contenders at one task, over several rounds, and what their ratio must reach. */
public final class Comparison {

    /** The first rounds warm up and do not count. */
    public static final int WARM_UP = 2;

    private final String task;
    private final String store;
    private final String rival;
    /** How many rows an operation moves, to tell a rate; 0 to tell its time. */
    private final int rows;

    private final double target;
    private final Figures ownFigures = new Figures();
    private final Figures rivalFigures = new Figures();
    private final Figures ratios = new Figures();
    private int rounds;

    private Comparison(String task, String store, String rival, int rows, double target) {
        this.task = task;
        this.store = store;
        this.rival = rival;
        this.rows = rows;
        this.target = target;
    }

    /** Of times, in milliseconds: the store's is to be at most so many times the rival's. */
    public static Comparison ofTimes(String task, String store, String rival, double most) {
        return new Comparison(task, store, rival, 0, most);
    }

    /** Of rows a second: the store's are to be at least this share of the rival's. */
    public static Comparison ofRows(String task, String store, String rival, int rows, double least) {
        return new Comparison(task, store, rival, rows, least);
    }

    /** What one operation does. */
    @FunctionalInterface
    public interface Operation {
        void run(int index) throws Exception;
    }

    /**
     * One round: both do all operations, in turn, and go first equally often, so that what else the machine does hits both
     * alike. What counts is the median operation.
     */
    public void round(int count, Operation own, Operation other) throws Exception {
        Figures mine = new Figures();
        Figures theirs = new Figures();
        for (int i = 0; i < count; i++) {
            if ((i + rounds) % 2 == 0) {
                mine.add(figure(own, i));
                theirs.add(figure(other, i));
            } else {
                theirs.add(figure(other, i));
                mine.add(figure(own, i));
            }
        }
        round(mine.median(), theirs.median());
    }

    /** One round that was measured elsewhere. */
    public void round(double own, double other) {
        if (++rounds <= WARM_UP) {
            return;
        }
        ownFigures.add(own);
        rivalFigures.add(other);
        ratios.add(own / other);
    }

    /** Whether the median ratio is what it should be. */
    public boolean isReached() {
        return isRate() ? ratios.median() >= target : ratios.median() <= target;
    }

    @Override
    public String toString() {
        String format = isRate() ? "%,.0f" : "%,.3f";
        String unit = isRate() ? "rows/s" : "ms";
        return String.format(
                Locale.ROOT,
                "%-22s %s %s %s, %s %s %s, ratio %s, wanted %s %.2f%s",
                task,
                store,
                ownFigures.toString(format),
                unit,
                rival,
                rivalFigures.toString(format),
                unit,
                ratios.toString(target < 0.1 ? "%.4f" : "%.2f"),
                isRate() ? "at least" : "at most",
                target,
                isReached() ? "" : ": MISSED");
    }

    private boolean isRate() {
        return rows > 0;
    }

    private double figure(Operation operation, int index) throws Exception {
        long started = System.nanoTime();
        operation.run(index);
        double seconds = (System.nanoTime() - started) / 1e9;
        return isRate() ? rows / seconds : seconds * 1000;
    }
}
