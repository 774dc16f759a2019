package io.stravaai.store.mongo;

/** On the server in this JVM. */
class InProcessRepeatedWriteTest extends RepeatedWriteTests {

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
