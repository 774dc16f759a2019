package badexample.client;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AssertProvider;
import org.junit.jupiter.api.Tag;

public final class ShowsLibrary implements AssertProvider<String> {

    public AssertProvider<String> field;

    public ShowsLibrary(AssertProvider<String> argument) {
        field = argument;
    }

    public AssertProvider<String> result() {
        return field;
    }

    public List<AssertProvider<String>> genericResult() {
        return List.of(field);
    }

    public void nestedArgument(List<Map<String, ? extends AssertProvider<String>>> argument) {}

    public void array(AssertProvider<?>[] argument) {}

    public <T extends AssertProvider<String>> void bound() {}

    @Tag("shown")
    public int annotated() {
        return 1;
    }

    protected void forSubclasses(AssertProvider<String> argument) {}

    @Override
    public String assertThat() {
        return hidden(field).assertThat();
    }

    private AssertProvider<String> hidden(AssertProvider<String> argument) {
        return argument;
    }

    AssertProvider<String> hiddenFromOthers() {
        return field;
    }

    public static final class Nested {

        public AssertProvider<String> result() {
            return () -> "";
        }
    }
}
