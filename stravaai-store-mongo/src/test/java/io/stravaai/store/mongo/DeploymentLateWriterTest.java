package io.stravaai.store.mongo;

import static org.junit.jupiter.api.Assumptions.abort;

/** On the deployment that {@code STRAVAAI_TEST_MONGODB_URI} names. */
class DeploymentLateWriterTest extends LateWriterTests {

    @Override
    TestMongo connect() {
        return TestMongo.deployment()
                .orElseGet(() -> abort("STRAVAAI_TEST_MONGODB_URI names no deployment, so none was tested"));
    }
}
