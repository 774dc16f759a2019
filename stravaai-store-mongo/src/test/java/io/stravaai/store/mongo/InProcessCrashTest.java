package io.stravaai.store.mongo;

/** On the server in this JVM. */
class InProcessCrashTest extends CrashTests {

    @Override
    TestMongo connect() {
        return TestMongo.inProcess();
    }
}
