package io.stravaai.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What the rules look at is there, and the modules are cut where they should be. */
class LibraryTest {

    /** A newcomer reads the list of types from top to bottom; a higher budget needs a reason. */
    private static final int PUBLIC_TYPES_OF_CORE = 211;

    @SuppressWarnings("unused")
    static final List<String> MODULES = Library.MODULES;

    @ParameterizedTest
    @FieldSource("MODULES")
    void module_isImported_hasClasses(String module) {
        assertThat(Library.classesOf(module)).as(module).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "stravaai-core, io.stravaai(\\.(analytics|auth|client|error|model|okhttp|quota|retry|store|sync|time|internal(\\..*)?))?",
        "stravaai-store-jdbc, io\\.stravaai\\.store\\.jdbc(\\..*)?",
        "stravaai-store-mongo, io\\.stravaai\\.store\\.mongo",
        "stravaai-quota-redis, io\\.stravaai\\.quota\\.redis",
        "stravaai-report, io\\.stravaai\\.report(\\..*)?",
        "stravaai-spring-boot-starter, io\\.stravaai\\.spring\\.boot",
        "stravaai-test, io\\.stravaai\\.test(\\..*)?"
    })
    void module_isImported_hasPackagesOfItsOwn(String module, String packages) {
        assertThat(Library.classesOf(module))
                .extracting(JavaClass::getPackageName)
                .allSatisfy(name -> assertThat(name).matches(packages));
    }

    @ParameterizedTest
    @CsvSource({
        "stravaai-core, io.stravaai.core",
        "stravaai-store-jdbc, io.stravaai.store.jdbc",
        "stravaai-store-mongo, io.stravaai.store.mongo",
        "stravaai-quota-redis, io.stravaai.quota.redis",
        "stravaai-report, io.stravaai.report",
        "stravaai-spring-boot-starter, io.stravaai.spring.boot.starter",
        "stravaai-test, io.stravaai.test"
    })
    void jar_isOnTheModulePath_hasItsName(String module, String name) {
        String location = Library.classesOf(module)
                .get(0)
                .getSource()
                .orElseThrow()
                .getUri()
                .toString();
        assumeTrue(location.startsWith("jar:"), "packaged only from the phase package on");
        Path jar = Path.of(URI.create(location.substring("jar:".length(), location.indexOf("!/"))));

        Set<ModuleReference> modules = ModuleFinder.of(jar).findAll();

        assertThat(modules).extracting(found -> found.descriptor().name()).containsExactly(name);
    }

    @Test
    void core_publicTypesAreCounted_areWithinTheBudget() {
        Set<String> types = publicTypes(Library.classesOf(Library.CORE));

        System.out.printf("Public types of %s: %d of %d%n", Library.CORE, types.size(), PUBLIC_TYPES_OF_CORE);

        assertThat(types).hasSizeBetween(1, PUBLIC_TYPES_OF_CORE);
    }

    @Test
    void publicTypes_ofTheBadExample_leaveOutNestedHiddenAndInternal() {
        Set<String> types = publicTypes(RulesFireTest.BAD.stream().toList());

        assertThat(types)
                .contains("badexample.model.Good", "badexample.client.ShowsLibrary")
                .doesNotContain(
                        "badexample.client.ShowsLibrary$Nested",
                        "badexample.sync.HiddenOpen",
                        "badexample.internal.Engine");
    }

    private static Set<String> publicTypes(List<JavaClass> classes) {
        return classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().matches(".*\\.internal(\\..*)?"))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }
}
