package badexample.okhttp;

import org.assertj.core.api.AssertProvider;

public interface ShowsLibrary {

    void customize(AssertProvider<String> library);
}
