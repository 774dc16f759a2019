package io.stravaai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds the code that was written to break it, and nothing beside it. */
class RulesFireTest {

    static final JavaClasses BAD = new ClassFileImporter().importPackages("badexample");

    private static final Map<String, ArchRule> RULES = new Rules("badexample").all();

    /** What each rule has to find: part of a message, class and member. */
    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            Map.entry("model and error stand alone", List.of("model.KnowsStore", "error.KnowsAuth")),
            Map.entry("JSON stands on errors", List.of("internal.json.KnowsModel")),
            Map.entry(
                    "SPI packages are leaves",
                    List.of(
                            "auth.KnowsClient",
                            "quota.KnowsRoot",
                            "retry.KnowsSync",
                            "store.KnowsJdbcStore",
                            "time.KnowsClient")),
            Map.entry("client stands on the SPIs", List.of("client.KnowsSync")),
            Map.entry("sync stands on client and SPIs", List.of("sync.KnowsRoot")),
            Map.entry(
                    "internal is used by the builders only",
                    List.of("SyncEngine", "store.jdbc.TouchesInternal", "test.TouchesInternal", "client.HoldsJson")),
            Map.entry("stores do not know each other", List.of("store.mongo.KnowsJdbcStore")),
            Map.entry("no Spring but in the starter", List.of("store.jdbc.KnowsSpring")),
            Map.entry(
                    "libraries stay behind internal",
                    List.of(
                            "client.UsesLibrary",
                            "store.jdbc.KnowsSpring",
                            "client.ShowsLibrary",
                            "quota.redis.ShowsAnother",
                            "spring.boot.StarterShowsAnother")),
            Map.entry(
                    "no third-party type in the API",
                    List.of(
                            "client.ShowsLibrary",
                            "ShowsLibrary.result()",
                            "ShowsLibrary.genericResult()",
                            "ShowsLibrary.nestedArgument(java.util.List)",
                            "ShowsLibrary.array([L",
                            "ShowsLibrary.bound()",
                            "ShowsLibrary.field",
                            "ShowsLibrary.<init>(",
                            "ShowsLibrary.annotated()",
                            "ShowsLibrary.forSubclasses(",
                            "ShowsLibrary$Nested.result()",
                            "client.ExtendsLibrary",
                            "ShowsAnother.library()",
                            "StarterShowsAnother.assertions(")),
            Map.entry("no internal type in the API", List.of("StravaClientBuilder.engine()")),
            Map.entry(
                    "time through Clock and Sleeper",
                    List.of(
                            "StravaClientBuilder.readsTime()",
                            "ReadsTime.instant()",
                            "ReadsTime.localDate()",
                            "ReadsTime.zoned()",
                            "ReadsTime.millis()",
                            "ReadsTime.nanos()",
                            "ReadsTime.sleep()",
                            "ReadsTime.unitSleep()",
                            "ReadsTime.clock()",
                            "ReadsTime.reference()",
                            "ReadsTime.lambda",
                            "ReadsTime.date()")),
            Map.entry(
                    "randomness through the builder",
                    List.of("Rolls.uuid()", "Rolls.math()", "Rolls.threadLocal()", "Rolls.unseeded()")),
            Map.entry("no Optional field", List.of("sync.Optionals.field", "sync.Optionals.number")),
            Map.entry("no Optional parameter", List.of("Optionals.parameter(", "Optionals.<init>(")),
            Map.entry("no checked exception in the API", List.of("Throws.checked()", "Throws.own()", "Throws.<init>(")),
            Map.entry("no synchronized method", List.of("sync.Locks.method()")),
            Map.entry("public classes are closed", List.of("sync.Open")),
            Map.entry("contracts are abstract", List.of("test.contract.ConcreteContract")),
            Map.entry(
                    "no console and no java.util.logging",
                    List.of("Prints.out()", "Prints.err()", "Prints.trace(", "Prints.log()")));

    /** What a rule must leave alone: exemptions, and good code beside the bad. */
    private static final Map<String, List<String>> INNOCENT = Map.ofEntries(
            Map.entry("model and error stand alone", List.of("model.Good", "model.HoldsJson")),
            Map.entry(
                    "internal is used by the builders only",
                    List.of("StravaClientBuilder", "BackgroundSyncBuilder", "internal.Engine", "model.HoldsJson")),
            Map.entry("no Spring but in the starter", List.of("spring.boot.StarterKnowsSpring")),
            Map.entry(
                    "libraries stay behind internal",
                    List.of(
                            "badexample.okhttp",
                            "internal.Engine",
                            "badexample.test",
                            "spring.boot.StarterKnowsSpring")),
            Map.entry(
                    "no third-party type in the API",
                    List.of(
                            "badexample.okhttp",
                            "badexample.internal",
                            "ShowsLibrary.hidden",
                            "contract",
                            "model.Good")),
            Map.entry(
                    "time through Clock and Sleeper",
                    List.of("ReadsTime.allowed", "badexample.time.Sleeper", "StravaClientBuilder.<init>")),
            Map.entry("randomness through the builder", List.of("Rolls.seeded", "Rolls.secret")),
            Map.entry("no Optional parameter", List.of("Optionals.result")),
            Map.entry(
                    "no checked exception in the API",
                    List.of("Throws.unchecked", "Throws.interrupted", "Throws.hidden")),
            Map.entry("public classes are closed", List.of("model.Good", "model.Kind", "sync.HiddenOpen")),
            Map.entry("contracts are abstract", List.of("AbstractContract")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void badExample_isChecked_isFoundByTheRule(String name, ArchRule rule) {
        List<String> found = rule.evaluate(BAD).getFailureReport().getDetails().stream()
                .map(RulesFireTest::origin)
                .toList();

        assertThat(found).as(name).allSatisfy(origin -> assertThat(origin).startsWith("badexample."));
        for (String expected : EXPECTED.getOrDefault(name, List.of("no bad example of: " + name))) {
            assertThat(found).as(name).anySatisfy(origin -> assertThat(origin).contains(expected));
        }
        for (String innocent : INNOCENT.getOrDefault(name, List.of())) {
            assertThat(found).as(name).noneSatisfy(origin -> assertThat(origin).contains(innocent));
        }
    }

    /** The class or member that a message begins with: {@code Method <a.B.c()> calls ...}. */
    private static String origin(String message) {
        Matcher matcher = Pattern.compile("<(.*?)> ", Pattern.DOTALL).matcher(message);
        assertThat(matcher.find()).as(message).isTrue();
        return matcher.group(1);
    }

    @Test
    void rules_areCounted_haveEachABadExample() {
        assertThat(EXPECTED.keySet()).isEqualTo(RULES.keySet());
        assertThat(RULES.keySet()).containsAll(INNOCENT.keySet());
    }

    static Stream<Arguments> rules() {
        return RULES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }
}
