package io.stravaai.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Parses a page of 200 activities with StravaAI, and into a record with Moshi and with Jackson; with the two also so that
 * the bytes of each activity are kept, as StravaAI does. Each contender has fresh processes of its own, in turn with the
 * others.
 */
public final class ParseBenchmark {

    private static final int ROWS = 200;
    private static final int WINDOWS = 5;

    private static final List<Contender> CONTENDERS = List.of(
            new Contender("StravaAI", PageReader::stravaAi),
            new Contender("Moshi", PageReader::moshi),
            new Contender("Moshi, raw kept", PageReader::moshiRawKept),
            new Contender("Jackson", PageReader::jackson),
            new Contender("Jackson, raw kept", PageReader::jacksonRawKept));

    private static final class Contender {

        final String name;
        final Supplier<PageReader> reader;
        final Figures speed = new Figures();
        final Figures ratio = new Figures();
        final Figures allocated = new Figures();

        Contender(String name, Supplier<PageReader> reader) {
            this.name = name;
            this.reader = reader;
        }
    }

    private ParseBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args number of runs, seconds of each; 5 and 8 by default
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("contender")) {
            measure(CONTENDERS.get(Integer.parseInt(args[1])).reader.get(), Double.parseDouble(args[2]));
            return;
        }
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        String seconds = args.length > 1 ? args[1] : "8";
        byte[] page = page();
        System.out.printf(
                "A page of %d activities, %.1f kB, %d runs, JDK %s, %d processors%n",
                ROWS,
                page.length / 1e3,
                runs,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        checkAllReadTheSame(page);
        for (int run = 0; run < runs; run++) {
            double ours = 0;
            for (int i = 0; i < CONTENDERS.size(); i++) {
                Contender contender = CONTENDERS.get(i);
                String[] answer = ChildJvm.run(
                                List.of("-Xmx512m"),
                                ChildJvm.CLASS_PATH,
                                ParseBenchmark.class.getName(),
                                "contender",
                                Integer.toString(i),
                                seconds)
                        .figures();
                double speed = Double.parseDouble(answer[0]);
                if (i == 0) {
                    ours = speed;
                }
                contender.speed.add(speed);
                contender.ratio.add(ours / speed);
                contender.allocated.add(Double.parseDouble(answer[1]));
            }
        }
        for (Contender contender : CONTENDERS) {
            System.out.printf(
                    "%-18s  %s MB/s   StravaAI is %s times as fast   %,8.0f kB allocated a page%n",
                    contender.name,
                    contender.speed.toString("%,6.1f"),
                    contender.ratio.toString("%.2f"),
                    contender.allocated.median());
        }
    }

    private static byte[] page() {
        return History.page(History.rows(ROWS)).toByteArray();
    }

    private static void checkAllReadTheSame(byte[] page) throws IOException {
        Set<Long> sums = new HashSet<>();
        for (Contender contender : CONTENDERS) {
            Sum sum = new Sum();
            contender.reader.get().read(page, sum);
            sums.add(sum.get());
        }
        if (sums.size() != 1) {
            throw new IllegalStateException("The contenders have not read the same: " + sums);
        }
    }

    /** Warms up for half of the time, and prints megabytes a second, as a median, and kilobytes allocated a page. */
    private static void measure(PageReader reader, double seconds) throws IOException {
        byte[] page = page();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        Sum sum = new Sum();
        repeat(reader, page, sum, seconds / 2);
        Figures speed = new Figures();
        long allocated = threads.getThreadAllocatedBytes(thread);
        long pages = 0;
        for (int i = 0; i < WINDOWS; i++) {
            long started = System.nanoTime();
            long read = repeat(reader, page, sum, seconds / 2 / WINDOWS);
            speed.add(read * page.length * 1e3 / (System.nanoTime() - started));
            pages += read;
        }
        double kilobytes = (threads.getThreadAllocatedBytes(thread) - allocated) / 1e3 / pages;
        System.out.println(speed.median() + " " + kilobytes + " " + sum.get());
    }

    private static long repeat(PageReader reader, byte[] page, Sum sum, double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        long pages = 0;
        while (System.nanoTime() < end) {
            reader.read(page, sum);
            pages++;
        }
        return pages;
    }
}
