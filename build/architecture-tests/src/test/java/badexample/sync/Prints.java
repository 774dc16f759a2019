package badexample.sync;

import java.util.logging.Logger;

public final class Prints {

    public void out() {
        System.out.println();
    }

    public void err() {
        System.err.println();
    }

    public void trace(IllegalStateException e) {
        e.printStackTrace();
    }

    public Logger log() {
        return Logger.getLogger("");
    }
}
