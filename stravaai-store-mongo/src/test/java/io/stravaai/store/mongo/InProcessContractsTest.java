package io.stravaai.store.mongo;

/** On the server in this JVM. */
class InProcessContractsTest extends MongoContracts {

    InProcessContractsTest() {
        super(Sizes.DEFAULT);
    }

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
