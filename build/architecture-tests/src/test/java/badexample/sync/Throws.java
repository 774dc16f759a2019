package badexample.sync;

import java.io.IOException;

public final class Throws {

    public Throws() throws IOException {}

    public void checked() throws Exception {}

    public void own() throws OwnException {}

    public void unchecked() throws IllegalStateException, AssertionError {}

    public void interrupted() throws InterruptedException {}

    void hidden() throws IOException {}

    static final class OwnException extends Exception {}
}
