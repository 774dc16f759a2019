package io.stravaai.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for one tree of packages: {@code io.stravaai}, or a bad example that imitates it. */
final class Rules {

    /** The only callers of code in {@code internal}, besides that code itself. */
    private static final Set<String> FACTORIES =
            Set.of("StravaClientBuilder", "SyncEngineBuilder", "BackgroundSyncBuilder");

    private static final Set<String> LEAVES = Set.of("model", "error");

    /** What objects of the model hold; libraries stay behind it. */
    private static final String JSON = "internal.json";

    private static final Set<String> SPI = Set.of("auth", "quota", "retry", "store", "time");

    /** Where the defaults come from: the doors that a caller can replace. */
    private static final Set<String> TIME_ALLOWED = Set.of(
            "StravaClientBuilder -> java.time.Clock.systemUTC",
            "SyncEngineBuilder -> java.time.Clock.systemUTC",
            "BackgroundSyncBuilder -> java.time.Clock.systemUTC",
            "spring.boot.Clocks -> java.time.Clock.systemUTC",
            "test.FakeStrava -> java.time.Clock.systemUTC",
            "time.Sleeper -> java.lang.Thread.sleep");

    private static final Set<String> RANDOM_ALLOWED =
            Set.of("StravaClientBuilder -> java.util.concurrent.ThreadLocalRandom.current");

    private static final Set<String> TIME = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.time.Clock.system",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickSeconds",
            "java.time.Clock.tickMinutes",
            "java.time.InstantSource.system",
            "java.util.Calendar.getInstance",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil");

    /** SecureRandom is not here: a secret must not be repeatable. */
    private static final Set<String> RANDOM = Set.of(
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of");

    private static final Set<String> UNSEEDED =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.Date", "java.util.GregorianCalendar");

    /** Each adapter's package with the packages of the library that it is for: it may use that one, and show its types. */
    private static final Map<String, String[]> ADAPTERS = Map.of(
            "quota.redis", new String[] {"io.lettuce.."},
            "store.mongo", new String[] {"com.mongodb..", "org.bson.."},
            "spring.boot",
                    new String[] {
                        "org.springframework..",
                        "net.javacrumbs.shedlock..",
                        "io.micrometer..",
                        "com.mongodb..",
                        "io.lettuce..",
                        "jakarta.servlet.."
                    });

    private static final Set<String> OPTIONALS = Set.of(
            Optional.class.getName(),
            OptionalInt.class.getName(),
            OptionalLong.class.getName(),
            OptionalDouble.class.getName());

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** Every rule under its name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("model and error stand alone", modelAndErrorStandAlone());
        rules.put("JSON stands on errors", jsonStandsOnErrors());
        rules.put("SPI packages are leaves", spiPackagesAreLeaves());
        rules.put("client stands on the SPIs", clientStandsOnTheSpis());
        rules.put("sync stands on client and SPIs", syncStandsOnClientAndSpis());
        rules.put("internal is used by the builders only", internalIsUsedByBuildersOnly());
        rules.put("stores do not know each other", storesDoNotKnowEachOther());
        rules.put("no Spring but in the starter", noSpring());
        rules.put("libraries stay behind internal", librariesStayBehindInternal());
        rules.put("no third-party type in the API", noThirdPartyTypeInTheApi());
        rules.put("no internal type in the API", noInternalTypeInTheApi());
        rules.put("time through Clock and Sleeper", timeThroughClockAndSleeper());
        rules.put("randomness through the builder", randomnessThroughTheBuilder());
        rules.put("no Optional field", noOptionalField());
        rules.put("no Optional parameter", noOptionalParameter());
        rules.put("no checked exception in the API", noCheckedException());
        rules.put("no synchronized method", noSynchronizedMethod());
        rules.put("public classes are closed", publicClassesAreClosed());
        rules.put("contracts are abstract", contractsAreAbstract());
        rules.put("no console and no java.util.logging", noConsole());
        return rules;
    }

    private ArchRule modelAndErrorStandAlone() {
        return standsOn(LEAVES, union(LEAVES, Set.of(JSON)))
                .because("every other package speaks in these types, so a way back would be a cycle");
    }

    private ArchRule jsonStandsOnErrors() {
        return standsOn(Set.of(JSON), Set.of(JSON, "error"))
                .because("the model is made of it, so it must know nothing of the rest");
    }

    private ArchRule spiPackagesAreLeaves() {
        return standsOn(SPI, union(LEAVES, SPI))
                .because("who writes a store or a rate limiter must not need to know client or engine");
    }

    private ArchRule clientStandsOnTheSpis() {
        return standsOn(Set.of("client"), union(LEAVES, SPI, "client"))
                .because("the client can be used without the sync engine");
    }

    private ArchRule syncStandsOnClientAndSpis() {
        return standsOn(Set.of("sync"), union(LEAVES, SPI, "client", "sync"))
                .because("what a sync reports must not drag its engine along");
    }

    private ArchRule internalIsUsedByBuildersOnly() {
        DescribedPredicate<JavaClass> factory = describe(
                "builders of the root package",
                type -> type.getPackageName().equals(root)
                        && FACTORIES.contains(topLevel(type).getSimpleName()));
        DescribedPredicate<JavaClass> othersInternals = describe(
                "internal, and not the JSON of the model",
                type -> resideInAPackage(root + ".internal..").test(type)
                        && !type.getPackageName().equals(root + "." + JSON));
        return CompositeArchRule.of(noClasses()
                        .that(not(resideInAPackage(root + ".internal..")).and(not(factory)))
                        .should()
                        .dependOnClassesThat(othersInternals))
                .and(noClasses()
                        .that(not(resideInAnyPackage(root + ".internal..", root + ".model")))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + "." + JSON)))
                .because("internal code changes without notice; adapters and the test kit have the public packages");
    }

    private ArchRule storesDoNotKnowEachOther() {
        return slices().matching(root + ".store.(*)..")
                .should()
                .notDependOnEachOther()
                .because("an application takes one store and must not pay for another");
    }

    private ArchRule noSpring() {
        return noClasses()
                .that(not(resideInAPackage(root + ".spring..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))
                .because("the library lives in applications without Spring");
    }

    private ArchRule librariesStayBehindInternal() {
        DescribedPredicate<JavaClass> library = describe(
                "belong to a library",
                type -> !type.getPackageName().isEmpty()
                        && !resideInAnyPackage("java..", "javax..", root + "..", "org.jspecify..", "org.slf4j..")
                                .test(type));
        CompositeArchRule rule = CompositeArchRule.of(noClasses()
                .that(not(resideInAnyPackage(root + "..internal..", root + ".okhttp..", root + ".test.."))
                        .and(areNoAdapter()))
                .should(dependOnClassesThat(library)));
        for (Map.Entry<String, String[]> adapter : ADAPTERS.entrySet()) {
            rule = rule.and(noClasses()
                    .that(resideInAPackage(root + "." + adapter.getKey()))
                    .should(dependOnClassesThat(library.and(not(resideInAnyPackage(adapter.getValue()))))));
        }
        return rule.because("OkHttp, Retrofit, Moshi, Resilience4j, Caffeine and database drivers can be replaced only"
                + " where nobody sees them");
    }

    private ArchRule noThirdPartyTypeInTheApi() {
        DescribedPredicate<JavaClass> ours =
                resideInAnyPackage("java..", "javax.sql..", root + "..", "org.jspecify.annotations..");
        CompositeArchRule rule = CompositeArchRule.of(classes()
                .that(areApi().and(not(resideInAnyPackage(root + ".okhttp..", root + ".test.contract..")))
                        .and(areNoAdapter()))
                .should(show("only types of Java and of this library", ours)));
        for (Map.Entry<String, String[]> adapter : ADAPTERS.entrySet()) {
            rule = rule.and(classes()
                    .that(areApi().and(resideInAPackage(root + "." + adapter.getKey())))
                    .should(show(
                            "besides, only types of " + String.join(" and ", adapter.getValue()),
                            ours.or(resideInAnyPackage(adapter.getValue())))));
        }
        return rule.because("a caller must not be bound to the version of a library that we use");
    }

    private ArchRule noInternalTypeInTheApi() {
        return classes()
                .that(areApi())
                .should(show(
                        "no internal type",
                        type -> !resideInAPackage(root + "..internal..").test(type)))
                .because("a type in a signature is a promise");
    }

    private ArchRule timeThroughClockAndSleeper() {
        return classes()
                .should(notAccess(
                        "the system's time",
                        access -> TIME.contains(name(access))
                                || name(access).matches("java\\.time\\..*\\.now") && !takesClock(access)
                                || isUnseeded(access) && !name(access).contains("Random"),
                        TIME_ALLOWED))
                .because("Clock and Sleeper are the only doors to time, so that a test can hold the other end");
    }

    private ArchRule randomnessThroughTheBuilder() {
        return classes()
                .should(notAccess(
                        "a source of randomness",
                        access -> RANDOM.contains(name(access))
                                || isUnseeded(access) && name(access).contains("Random"),
                        RANDOM_ALLOWED))
                .because("what is drawn must be repeatable in a test");
    }

    private ArchRule noOptionalField() {
        return classes()
                .should(check(
                        "have no Optional field",
                        type -> type.getFields().stream()
                                .filter(field ->
                                        OPTIONALS.contains(field.getRawType().getName()))
                                .map(field -> "<" + field.getFullName() + "> is an Optional")))
                .because("a field that may be absent is @Nullable");
    }

    /** A private helper may: its callers are in sight. */
    private ArchRule noOptionalParameter() {
        return classes()
                .should(check(
                        "take no Optional",
                        type -> type.getCodeUnits().stream()
                                .filter(unit -> !isSynthetic(unit)
                                        && !unit.getModifiers().contains(JavaModifier.PRIVATE))
                                .filter(unit -> unit.getRawParameterTypes().stream()
                                        .anyMatch(parameter -> OPTIONALS.contains(parameter.getName())))
                                .map(unit -> "<" + unit.getFullName() + "> takes an Optional")))
                .because("an overload, or a @Nullable parameter, says it without a wrapper");
    }

    private ArchRule noCheckedException() {
        return classes()
                .that(areApi())
                .should(check(
                        "throw no checked exception",
                        type -> type.getCodeUnits().stream()
                                .filter(Signatures::isVisible)
                                .flatMap(unit -> unit.getExceptionTypes().stream()
                                        .filter(Rules::isChecked)
                                        .map(thrown -> "<" + unit.getFullName() + "> throws " + thrown.getName()))))
                .because("callers decide by type where they can do something, and nowhere else");
    }

    private ArchRule noSynchronizedMethod() {
        return classes()
                .should(check(
                        "have no synchronized method",
                        type -> type.getMethods().stream()
                                .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                                .map(method -> "<" + method.getFullName() + "> is synchronized")))
                .because("a monitor pins virtual threads before Java 24, and anybody can take it");
    }

    private ArchRule publicClassesAreClosed() {
        return classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should(check(
                        "be final, abstract, an interface, an enum or a record",
                        type -> type.isInterface()
                                        || type.isEnum()
                                        || type.isRecord()
                                        || type.getModifiers().contains(JavaModifier.FINAL)
                                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                                ? Stream.empty()
                                : Stream.of("<" + type.getName() + "> is open")))
                .because("a class is made to be extended, or closed");
    }

    private ArchRule contractsAreAbstract() {
        return classes()
                .that()
                .resideInAPackage(root + ".test.contract..")
                .and()
                .haveSimpleNameEndingWith("Contract")
                .should(check(
                        "be abstract",
                        type -> type.getModifiers().contains(JavaModifier.ABSTRACT)
                                ? Stream.empty()
                                : Stream.of("<" + type.getName() + "> is not abstract")))
                .because("a contract runs only as the test of somebody's store");
    }

    private ArchRule noConsole() {
        return classes()
                .should(notAccess(
                        "the console or java.util.logging",
                        access -> Set.of("java.lang.System.out", "java.lang.System.err")
                                        .contains(name(access))
                                || access.getTarget().getName().equals("printStackTrace")
                                        && access.getTargetOwner().isAssignableTo(Throwable.class)
                                || access.getTargetOwner().getPackageName().equals("java.util.logging"),
                        Set.of()))
                .because("the application decides where our messages go: SLF4J");
    }

    private ArchRule standsOn(Set<String> packages, Set<String> ground) {
        DescribedPredicate<JavaClass> above = describe(
                "ours and above " + ground,
                type -> resideInAPackage(root + "..").test(type)
                        && !resideInAnyPackage(exactly(ground)).test(type));
        return noClasses().that().resideInAnyPackage(exactly(packages)).should(dependOnClassesThat(above));
    }

    /** Exactly these packages: {@code store.jdbc} is another module. */
    private String[] exactly(Set<String> packages) {
        return packages.stream().map(name -> root + "." + name).toArray(String[]::new);
    }

    private DescribedPredicate<JavaClass> areNoAdapter() {
        return not(resideInAnyPackage(exactly(ADAPTERS.keySet())));
    }

    private DescribedPredicate<JavaClass> areApi() {
        return describe(
                "are API",
                type -> Signatures.isVisible(type)
                        && !resideInAPackage(root + "..internal..").test(type));
    }

    private static ArchCondition<JavaClass> show(String what, Predicate<JavaClass> allowed) {
        return check(
                "show " + what,
                type -> Signatures.of(type)
                        .filter(shown -> !shown.type().getPackageName().isEmpty() && !allowed.test(shown.type()))
                        .map(shown ->
                                "<" + shown.where() + "> shows " + shown.type().getName())
                        .distinct());
    }

    private ArchCondition<JavaClass> notAccess(String what, Predicate<JavaAccess<?>> forbidden, Set<String> allowed) {
        return check(
                "not access " + what,
                type -> type.getAccessesFromSelf().stream()
                        .filter(forbidden)
                        .filter(access ->
                                !allowed.contains(topLevel(type).getName().replaceFirst("^\\Q" + root + ".\\E", "")
                                        + " -> " + name(access)))
                        .map(JavaAccess::getDescription));
    }

    private static ArchCondition<JavaClass> check(String description, Function<JavaClass, Stream<String>> violations) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations.apply(type).forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }

    private static boolean isUnseeded(JavaAccess<?> access) {
        return access.getTarget().getName().equals("<init>")
                && UNSEEDED.contains(access.getTargetOwner().getName())
                && parameters(access).isEmpty();
    }

    private static boolean takesClock(JavaAccess<?> access) {
        return parameters(access).stream().anyMatch(type -> type.getName().equals("java.time.Clock"));
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target ? target.getRawParameterTypes() : List.of();
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    private static boolean isChecked(JavaClass thrown) {
        return !thrown.isAssignableTo(RuntimeException.class)
                && !thrown.isAssignableTo(Error.class)
                && !thrown.isAssignableTo(InterruptedException.class);
    }

    private static boolean isSynthetic(JavaCodeUnit unit) {
        return unit.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static JavaClass topLevel(JavaClass type) {
        JavaClass top = type;
        while (top.getEnclosingClass().isPresent()) {
            top = top.getEnclosingClass().get();
        }
        return top;
    }

    private static Set<String> union(Set<String> some, Set<String> others, String... names) {
        return Stream.of(some, others, Set.of(names)).flatMap(Set::stream).collect(Collectors.toSet());
    }
}
