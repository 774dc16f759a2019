package io.stravaai.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words what is wrong with the configuration. */
final class StravaAiFailureAnalyzer extends AbstractFailureAnalyzer<StravaAiConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StravaAiConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
