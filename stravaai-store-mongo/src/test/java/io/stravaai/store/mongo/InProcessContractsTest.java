package io.stravaai.store.mongo;

/** On the server in this JVM. */
class InProcessContractsTest extends MongoContracts {

    InProcessContractsTest() {
        super(Pieces.DEFAULT_SIZE);
    }

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
