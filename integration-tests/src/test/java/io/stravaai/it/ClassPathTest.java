package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an application's other dependencies can do to the class path. Either a real client works, or it says why not before its first
 * request; none hangs, and none fails later.
 */
class ClassPathTest {

    /** Where the build puts them, see the pom. */
    private static final Path OTHER_JARS = Path.of("target", "other-jars");

    @TempDir
    Path folder;

    static Stream<Arguments> works() {
        return Stream.of(
                Arguments.of("ours", ours()),
                Arguments.of("OkHttp 5's empty jar before ours", first("okhttp-5.5.1")),
                Arguments.of("OkHttp 4.12 in place of ours", insteadOf("okhttp-jvm", "okhttp-4.12.0")),
                Arguments.of(
                        "OkHttp 4.12 with the Okio of its time",
                        replaced(insteadOf("okhttp-jvm", "okhttp-4.12.0"), "okio-jvm", "okio-jvm-3.7.0")),
                Arguments.of("Moshi 1.12", insteadOf("moshi", "moshi-1.12.0")),
                Arguments.of("Caffeine 2.9", insteadOf("caffeine", "caffeine-2.9.3")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void a_client_works_with(String what, List<String> classPath) throws Exception {
        // Newer Javas themselves say "WARNING:" of old libraries.
        assertThat(run(classPath).replace("WARNING:", "")).contains("works").doesNotContain("WARN");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("no OkHttp", without("okhttp-jvm"), "OkHttp is not on the class path", "okhttp-jvm"),
                refused(
                        "OkHttp 5's empty jar in place of ours",
                        insteadOf("okhttp-jvm", "okhttp-5.5.1"),
                        "OkHttp is not on the class path",
                        "okhttp-jvm",
                        "okhttp-5.5.1.jar, holds no classes"),
                refused(
                        "an Okio older than OkHttp",
                        insteadOf("okio-jvm", "okio-jvm-3.7.0"),
                        "okio-jvm-3.7.0.jar does not fit",
                        "okio-jvm",
                        "it lacks okio."),
                refused(
                        "an old Okio before ours",
                        first("okio-jvm-3.7.0"),
                        "okio-jvm-3.7.0.jar does not fit",
                        "okio-jvm",
                        "it lacks okio."),
                refused(
                        "OkHttp 4.12 and an Okio from before Kotlin",
                        replaced(insteadOf("okhttp-jvm", "okhttp-4.12.0"), "okio-jvm", "okio-1.17.6"),
                        "does not fit",
                        "okio-jvm",
                        "okio-1.17.6.jar"),
                refused(
                        "OkHttp 3",
                        insteadOf("okhttp-jvm", "okhttp-3.14.9"),
                        "okhttp-3.14.9.jar does not fit",
                        "okhttp-jvm",
                        "it lacks okhttp3.RequestBody.create"),
                refused(
                        "OkHttp 3 before ours",
                        first("okhttp-3.14.9"),
                        "okhttp-3.14.9.jar does not fit",
                        "okhttp-jvm",
                        "it lacks okhttp3.RequestBody.create"),
                refused("no Okio", without("okio-jvm"), "Okio is not on the class path", "okio-jvm"),
                refused(
                        "no Kotlin",
                        without("kotlin-stdlib"),
                        "Kotlin's standard library is not on the class path",
                        "kotlin-stdlib"),
                refused("no Retrofit", without("retrofit"), "Retrofit is not on the class path", "retrofit"),
                refused(
                        "an old Retrofit",
                        insteadOf("retrofit", "retrofit-2.3.0"),
                        "retrofit-2.3.0.jar does not fit",
                        "retrofit",
                        "it lacks retrofit2.Invocation"),
                refused("no Moshi", without("moshi"), "Moshi is not on the class path", "moshi"),
                refused("no Caffeine", without("caffeine"), "Caffeine is not on the class path", "caffeine"),
                refused(
                        "no Resilience4j",
                        without("resilience4j-retry"),
                        "Resilience4j's retry is not on the class path",
                        "resilience4j-retry"),
                refused(
                        "no circuit breaker of Resilience4j",
                        without("resilience4j-circuitbreaker"),
                        "Resilience4j's circuit breaker is not on the class path",
                        "resilience4j-circuitbreaker"),
                refused(
                        "no core of Resilience4j",
                        without("resilience4j-core"),
                        "Resilience4j's core is not on the class path",
                        "resilience4j-core"),
                refused(
                        "an old Resilience4j",
                        insteadOf("resilience4j-retry", "resilience4j-retry-0.13.2"),
                        "resilience4j-retry-0.13.2.jar does not fit the libraries beside it",
                        "resilience4j-retry",
                        "io/vavr"));
    }

    /**
     * A row of the table.
     *
     * @param remedy the artifact to declare, in the version that the build itself has
     */
    private static Arguments refused(
            String what, List<String> classPath, String message, String remedy, String... more) {
        List<String> texts = new ArrayList<>(List.of(more));
        texts.add(message);
        String jar = ours().stream()
                .map(ClassPathTest::name)
                .filter(name -> name.matches(remedy + "-\\d.*"))
                .findFirst()
                .orElseThrow();
        texts.add(":" + remedy + ":" + jar.substring(remedy.length() + 1, jar.length() - ".jar".length()));
        return Arguments.of(what, classPath, texts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_client_refuses_to_work_with(String what, List<String> classPath, List<String> texts) throws Exception {
        assertThat(run(classPath))
                .contains("refused: ")
                .contains(texts)
                .doesNotContain("put together", OTHER_JARS.toAbsolutePath().toString());
    }

    @Test
    void building_a_client_needs_none_of_these_libraries_yet() throws Exception {
        List<String> classPath = ours().stream()
                .filter(entry -> !name(entry).matches("(okhttp|okio|kotlin|retrofit|moshi|caffeine|resilience4j).*"))
                .toList();
        assertThat(run(classPath)).contains("built").contains("refused: ").doesNotContain("put together");
    }

    @Test
    void of_two_okhttps_the_first_wins_and_that_is_told_once() throws Exception {
        String ourJar = ours().stream()
                .map(ClassPathTest::name)
                .filter(name -> name.startsWith("okhttp-jvm"))
                .findFirst()
                .orElseThrow();

        assertThat(run(first("okhttp-4.12.0")))
                .contains("works")
                .containsOnlyOnce("WARN")
                .contains("okhttp-4.12.0.jar is used, and not " + ourJar);
        assertThat(run(last("okhttp-4.12.0")))
                .contains("works")
                .containsOnlyOnce("WARN")
                .contains(ourJar + " is used, and not okhttp-4.12.0.jar");
    }

    private String run(List<String> classPath) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dconsole.level=WARN",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        ClassPathChild.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("it hangs, having said: %s", text).isTrue();
        return text;
    }

    private static List<String> ours() {
        return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static String name(String entry) {
        return Path.of(entry).getFileName().toString();
    }

    private static List<String> without(String artifact) {
        List<String> rest = ours().stream()
                .filter(entry -> !name(entry).matches(artifact + "-\\d.*"))
                .toList();
        assertThat(rest).hasSize(ours().size() - 1);
        return rest;
    }

    private static List<String> insteadOf(String artifact, String other) {
        return replaced(ours(), artifact, other);
    }

    private static List<String> replaced(List<String> classPath, String artifact, String other) {
        List<String> replaced = classPath.stream()
                .map(entry -> name(entry).matches(artifact + "-\\d.*") ? jar(other) : entry)
                .toList();
        assertThat(replaced).isNotEqualTo(classPath);
        return replaced;
    }

    private static List<String> first(String other) {
        List<String> classPath = new ArrayList<>(ours());
        classPath.add(0, jar(other));
        return classPath;
    }

    private static List<String> last(String other) {
        List<String> classPath = new ArrayList<>(ours());
        classPath.add(jar(other));
        return classPath;
    }

    private static String jar(String other) {
        Path jar = OTHER_JARS.resolve(other + ".jar").toAbsolutePath();
        assertThat(jar).exists();
        return jar.toString();
    }
}
