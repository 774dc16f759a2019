package badexample.quota.redis;

import org.assertj.core.api.SoftAssertions;

public final class ShowsAnother {

    public SoftAssertions library() {
        return new SoftAssertions();
    }
}
