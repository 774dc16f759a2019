package io.stravaai.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The library keeps the rules. */
class ArchitectureTest {

    private static final Map<String, ArchRule> RULES = new Rules(Library.ROOT).all();

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void library_isBuilt_keepsTheRule(String name, ArchRule rule) {
        rule.check(Library.CLASSES);
    }

    static Stream<Arguments> rules() {
        return RULES.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }
}
