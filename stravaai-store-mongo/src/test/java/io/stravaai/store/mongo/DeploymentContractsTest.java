package io.stravaai.store.mongo;

/** On the deployment that {@code STRAVAAI_TEST_MONGODB_URI} names, or on one that Docker starts. */
class DeploymentContractsTest extends MongoContracts {

    DeploymentContractsTest() {
        super(new Sizes(Sizes.DEFAULT.piece(), 1));
    }

    @Override
    TestMongo connect() {
        return TestMongo.deployment();
    }
}
