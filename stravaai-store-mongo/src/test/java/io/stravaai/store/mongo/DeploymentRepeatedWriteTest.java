package io.stravaai.store.mongo;

/** On the deployment that {@code STRAVAAI_TEST_MONGODB_URI} names, or on one that Docker starts. */
class DeploymentRepeatedWriteTest extends RepeatedWriteTests {

    @Override
    TestMongo connect() {
        return TestMongo.deployment();
    }
}
