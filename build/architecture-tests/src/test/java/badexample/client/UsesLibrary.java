package badexample.client;

import org.assertj.core.api.Assertions;

public final class UsesLibrary {

    public void use() {
        Assertions.assertThat(1).isEqualTo(1);
    }
}
