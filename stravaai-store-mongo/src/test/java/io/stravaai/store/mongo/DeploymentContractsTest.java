package io.stravaai.store.mongo;

import static org.junit.jupiter.api.Assumptions.abort;

/** On the deployment that {@code STRAVAAI_TEST_MONGODB_URI} names. */
class DeploymentContractsTest extends MongoContracts {

    DeploymentContractsTest() {
        super(new Sizes(Sizes.DEFAULT.piece(), 1));
    }

    @Override
    TestMongo connect() {
        return TestMongo.deployment()
                .orElseGet(() -> abort("STRAVAAI_TEST_MONGODB_URI names no deployment, so none was tested"));
    }
}
