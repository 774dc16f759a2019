package io.stravaai.spring.boot;

import io.stravaai.error.SchemaException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words what the database lacks. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaException cause) {
        return new FailureAnalysis(
                "The database is not ready for StravaAI. " + cause.getMessage() + ".",
                "Put that right before this application starts; a script is run by your migration tool. In development,"
                        + " stravaai.store.schema=create lets the application create what is missing.",
                cause);
    }
}
