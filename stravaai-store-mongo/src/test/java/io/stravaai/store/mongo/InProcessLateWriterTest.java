package io.stravaai.store.mongo;

/** On the server in this JVM. */
class InProcessLateWriterTest extends LateWriterTests {

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
