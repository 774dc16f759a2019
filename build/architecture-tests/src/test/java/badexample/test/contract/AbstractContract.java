package badexample.test.contract;

import org.junit.jupiter.api.Test;

public abstract class AbstractContract {

    @Test
    public void isInherited() {}
}
