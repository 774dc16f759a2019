package io.stravaai.test;

class HttpFakeOperationsTest extends FakeOperationsBehaviour {

    @Override
    Wire connect(FakeStrava fake) {
        return Wire.http(fake);
    }
}
