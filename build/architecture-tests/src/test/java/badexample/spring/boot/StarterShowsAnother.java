package badexample.spring.boot;

import org.assertj.core.api.SoftAssertions;
import org.springframework.stub.Template;

public final class StarterShowsAnother {

    public SoftAssertions assertions(Template allowed) {
        return new SoftAssertions();
    }
}
