package io.stravaai.test;

class InProcessFakeStravaTest extends FakeStravaBehaviour {

    @Override
    Wire connect(FakeStrava fake) {
        return Wire.inProcess(fake);
    }
}
