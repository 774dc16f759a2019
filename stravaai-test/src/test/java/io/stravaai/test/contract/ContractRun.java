package io.stravaai.test.contract;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one test class apart from the build's own run. */
final class ContractRun {

    private ContractRun() {}

    /** The names of the methods that failed, of all but those with the largest rows. */
    static Set<String> failures(Class<?> testClass) {
        return failures(testClass, name -> !name.contains("32Megabytes"));
    }

    /** Those of {@link #failures(Class)} that do not hang on how threads happen to meet. */
    static Set<String> certainFailures(Class<?> testClass) {
        return failures(testClass).stream()
                .filter(name -> !name.contains("_manyThreads") && !name.contains("_whileOthers"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the methods that failed, of all. */
    static Set<String> failuresOfAll(Class<?> testClass) {
        return failures(testClass, name -> true);
    }

    private static Set<String> failures(Class<?> testClass, Predicate<String> wanted) {
        Set<String> failed = new ConcurrentSkipListSet<>();
        Set<String> run = new ConcurrentSkipListSet<>();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build());
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(testClass))
                        .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(test.getSource()
                                .filter(MethodSource.class::isInstance)
                                .map(source -> wanted.test(((MethodSource) source).getMethodName()))
                                .orElse(true)))
                        .build(),
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        test.getSource()
                                .filter(MethodSource.class::isInstance)
                                .map(source -> ((MethodSource) source).getMethodName())
                                .ifPresent(name -> {
                                    run.add(name);
                                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                                        failed.add(name);
                                    }
                                });
                    }
                });
        if (run.isEmpty()) {
            throw new IllegalStateException("No test of " + testClass + " was run");
        }
        return new TreeSet<>(failed);
    }
}
