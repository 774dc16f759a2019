package io.stravaai.store.mongo;

/** On the server in this JVM, with pieces so small that most commits need some. */
class InProcessPiecesContractsTest extends MongoContracts {

    InProcessPiecesContractsTest() {
        super(20_000);
    }

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
