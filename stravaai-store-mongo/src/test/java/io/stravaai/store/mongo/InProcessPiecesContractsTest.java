package io.stravaai.store.mongo;

/** On the server in this JVM, with pieces so small that most commits need some, and all new rows inserted ahead. */
class InProcessPiecesContractsTest extends MongoContracts {

    InProcessPiecesContractsTest() {
        super(new Sizes(20_000, 1));
    }

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
