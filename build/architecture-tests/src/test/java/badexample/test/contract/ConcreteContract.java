package badexample.test.contract;

import org.junit.jupiter.api.Test;

public final class ConcreteContract {

    @Test
    void isSkipped() {}
}
