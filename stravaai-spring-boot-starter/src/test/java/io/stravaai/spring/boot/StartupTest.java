package io.stravaai.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * How long the same web application takes to start with the starter and without it, in turn, each in a process of its own; printed, and
 * judged by the reader. {@code -Dstartup.rounds=9} says how often.
 */
@EnabledIfSystemProperty(named = "startup.rounds", matches = "\\d+")
class StartupTest {

    /** What the starter brings along. */
    private static final String BROUGHT =
            "stravaai-.*|(okhttp|okio|kotlin|retrofit|moshi|caffeine|resilience4j|shedlock|annotations-).*";

    /** What the tests bring along, and this application has not. */
    private static final String OF_TESTS =
            ".*(mongo|redis|lettuce|netty|reactor|flyway|liquibase|zonky|postgres|sqlite|mysql|junit|assertj|test|bson|wiremock).*"
                    + "|(spring-data|spring-boot-data|spring-oxm|byte-buddy|commons-(codec|compress|io|lang|pool)|gson|json-|xz|checker-|jedis|jakarta.xml).*";

    @TempDir
    Path folder;

    /** An application with a database, Spring MVC and actuator. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class PlainApplication {

        public static void main(String[] arguments) {
            SpringApplication.run(PlainApplication.class, arguments);
            System.out.println("started "
                    + (System.currentTimeMillis()
                            - ManagementFactory.getRuntimeMXBean().getStartTime()));
            System.exit(0);
        }
    }

    @Test
    void the_same_application_starts_with_and_without_the_starter() throws Exception {
        Path script = Files.writeString(folder.resolve("schema.sql"), "create table if not exists app (id int);");
        compare(
                "An application that uses its database at its start",
                "--spring.sql.init.mode=always",
                "--spring.sql.init.schema-locations=" + script.toUri());
        compare("An application that uses its database later", "--spring.sql.init.mode=never");
    }

    private void compare(String what, String... more) throws IOException, InterruptedException {
        List<String> without = new ArrayList<>(List.of(
                "--server.port=0",
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off",
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("app")));
        without.addAll(List.of(more));
        List<String> with = new ArrayList<>(without);
        with.addAll(List.of("--stravaai.client-id=1", "--stravaai.client-secret=2"));
        List<String> creating = new ArrayList<>(with);
        creating.add("--stravaai.store.schema=create");
        start(true, creating);
        start(false, without);
        List<Long> timesWith = new ArrayList<>();
        List<Long> timesWithout = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger("startup.rounds"); i++) {
            timesWithout.add(start(false, without));
            timesWith.add(start(true, with));
        }
        System.out.printf(
                Locale.ROOT,
                "%s: median %d ms with the starter, %d ms without, %+.1f %%; %s, %s; load %s%n",
                what,
                median(timesWith),
                median(timesWithout),
                100.0 * median(timesWith) / median(timesWithout) - 100,
                timesWith,
                timesWithout,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private long start(boolean withStarter, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(withStarter),
                PlainApplication.class.getName()));
        command.addAll(arguments);
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines()
                .filter(line -> line.startsWith("started "))
                .map(line -> Long.parseLong(line.substring("started ".length())))
                .findFirst()
                .orElseThrow();
    }

    /** In a build of all modules a module is its folder of classes. */
    private static String classPath(boolean withStarter) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> {
                    Path path = Path.of(entry);
                    String name = path.getFileName().toString();
                    boolean ours = !name.endsWith(".jar");
                    if (ours) {
                        return name.equals("test-classes") || (withStarter && !entry.contains("stravaai-test"));
                    }
                    return !name.matches(OF_TESTS + "|stravaai-test.*") && (withStarter || !name.matches(BROUGHT));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}
