package io.stravaai.spring.boot;

import io.stravaai.error.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that the database fails. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root == cause ? "" : " The database or its driver says: " + root.getMessage();
        return new FailureAnalysis(
                "StravaAI cannot use the application's database. " + cause.getMessage() + "." + reason,
                "Check that the database runs, and that address, user and rights of the application's connection are right"
                        + " (spring.datasource.* or spring.mongodb.*).",
                cause);
    }
}
