package io.stravaai.test;

class InProcessFakeOperationsTest extends FakeOperationsBehaviour {

    @Override
    Wire connect(FakeStrava fake) {
        return Wire.inProcess(fake);
    }
}
