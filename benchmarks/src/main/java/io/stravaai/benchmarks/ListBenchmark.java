package io.stravaai.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Lists an athlete's 5,000 activities, 200 a page, with StravaAI and with javastrava 2.0.0-alpha, in turn, from one server
 * on this machine: the first list of a fresh process, and lists of a process that has warmed up.
 */
public final class ListBenchmark {

    private static final int WARMUPS = 30;
    private static final int LISTS = 21;

    /** What a program that uses StravaAI has on its class path, and a backend for its log, as javastrava brings one. */
    private static final List<String> LIBRARIES = List.of(
            "stravaai-core",
            "benchmarks",
            "retrofit",
            "resilience4j",
            "caffeine",
            "slf4j",
            "okhttp",
            "okio",
            "kotlin",
            "moshi",
            "jspecify",
            "logback");

    /** Javastrava does not start without a configuration of its cache. */
    private static final String CACHE = """
            jcs.default=
            jcs.default.cacheattributes=org.apache.commons.jcs.engine.CompositeCacheAttributes
            jcs.default.cacheattributes.MaxObjects=1000
            """;

    private ListBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args folder with the jars of javastrava, number of runs, number of activities; 5 and 5000 by default
     */
    public static void main(String[] args) throws Exception {
        Path jars = Path.of(args[0]);
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int activities = args.length > 2 ? Integer.parseInt(args[2]) : 5_000;
        System.out.printf(
                "%d activities, %d runs, JDK %s, %d processors%n",
                activities, runs, Runtime.version(), Runtime.getRuntime().availableProcessors());
        try (ListServer server = new ListServer(rowsThatBothCanRead(activities))) {
            List<Contender> contenders = List.of(
                    new Contender("StravaAI", ListBenchmarkClient.class, ownClassPath()),
                    new Contender(
                            "javastrava", ListBenchmarkJavastrava.class, javastravaClassPath(jars, server.url())));
            for (int run = 0; run < runs; run++) {
                for (Contender contender : contenders) {
                    contender.measure(server.url(), activities);
                }
            }
            contenders.forEach(Contender::print);
        }
        System.exit(0);
    }

    private static final class Contender {

        private final String name;
        private final Class<?> client;
        private final String classPath;
        private final Figures process = new Figures();
        private final Figures first = new Figures();
        private final Figures warm = new Figures();

        Contender(String name, Class<?> client, String classPath) {
            this.name = name;
            this.client = client;
            this.classPath = classPath;
        }

        void measure(String url, int activities) throws IOException, InterruptedException {
            ChildJvm.Result cold = run(url, activities, 0, 0);
            process.add(cold.milliseconds());
            first.add(Double.parseDouble(cold.figures()[0]));
            warm.add(Double.parseDouble(run(url, activities, WARMUPS, LISTS).figures()[1]));
        }

        private ChildJvm.Result run(String url, int activities, int warmups, int lists)
                throws IOException, InterruptedException {
            return ChildJvm.run(
                    List.of("-Xmx512m"),
                    classPath,
                    client.getName(),
                    url,
                    Integer.toString(activities),
                    Integer.toString(warmups),
                    Integer.toString(lists));
        }

        void print() {
            System.out.printf(
                    "%-10s  whole process %s ms   of it first list %s ms   warm list %s ms%n",
                    name, process.toString("%,6.0f"), first.toString("%,6.0f"), warm.toString("%,6.0f"));
        }
    }

    /** A null, or the empty place of an activity without a track, makes javastrava fail. */
    private static List<byte[]> rowsThatBothCanRead(int activities) {
        return History.rows(activities).stream()
                .map(row -> new String(row, StandardCharsets.UTF_8)
                        .replaceAll("\"[a-z_]+\":(null|\\[\\]),", "")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String ownClassPath() {
        return Arrays.stream(ChildJvm.CLASS_PATH.split(File.pathSeparator))
                .filter(entry ->
                        LIBRARIES.stream().anyMatch(name -> artifact(entry).startsWith(name)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The name of a jar, or of the module that has the folder of classes. */
    private static String artifact(String entry) {
        Path path = Path.of(entry);
        return (entry.endsWith(".jar") ? path : path.resolve("../..").normalize())
                .getFileName()
                .toString();
    }

    /** With its own configuration, but for the address and for what it logs of each request. */
    private static String javastravaClassPath(Path jars, String url) throws IOException {
        Properties properties = new Properties();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {
                    jars.resolve("javastrava-api-2.0.0-alpha.jar").toUri().toURL()
                });
                InputStream in = Objects.requireNonNull(loader.getResourceAsStream("javastrava-config.properties"))) {
            properties.load(in);
        }
        properties.setProperty("strava.endpoint", url);
        properties.replaceAll((name, value) -> String.valueOf(name).endsWith("log_level") ? "NONE" : value);
        Path folder = Files.createTempDirectory("stravaai-benchmark");
        try (OutputStream out = Files.newOutputStream(folder.resolve("javastrava-config.properties"))) {
            properties.store(out, null);
        }
        Files.writeString(folder.resolve("cache.ccf"), CACHE);
        String ownClasses = Arrays.stream(ChildJvm.CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> artifact(entry).contains("benchmarks"))
                .collect(Collectors.joining(File.pathSeparator));
        return String.join(
                File.pathSeparator, folder.toString(), jars.resolve("*").toString(), ownClasses);
    }
}
