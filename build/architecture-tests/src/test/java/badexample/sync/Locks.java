package badexample.sync;

public final class Locks {

    synchronized void method() {}
}
