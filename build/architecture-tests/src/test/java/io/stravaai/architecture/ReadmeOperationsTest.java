package io.stravaai.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.StravaClient;
import io.stravaai.internal.http.StravaHttp;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of operations beside the code. */
class ReadmeOperationsTest {

    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE");
    private static final Pattern ROW = Pattern.compile("\\| [^|]+ \\| `(.+?)` \\| `([A-Z]+ /[^`]+)` \\| .*");

    private record Row(String here, String endpoint) {}

    @Test
    void readme_listsExactlyTheEndpointsThatTheClientCalls() throws IOException {
        List<String> called = new ArrayList<>();
        for (Method method : StravaHttp.class.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                String verb = annotation.annotationType().getSimpleName();
                if (VERBS.contains(verb)) {
                    called.add(verb + " /" + path(annotation));
                }
            }
        }

        assertThat(called).isNotEmpty();
        assertThat(table().stream().map(Row::endpoint)).containsExactlyInAnyOrderElementsOf(called);
    }

    @Test
    void readme_namesExactlyTheMethodsThatTheApiHas() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Row row : table()) {
            String group = row.here().substring(0, row.here().indexOf('.'));
            for (String method : row.here().substring(group.length() + 1).split("`, `")) {
                named.add(group + "." + method);
            }
        }

        assertThat(named).isEqualTo(methodsOfTheApi());
    }

    private static Set<String> methodsOfTheApi() {
        Set<String> methods = new TreeSet<>();
        for (Method group : StravaClient.class.getMethods()) {
            if (group.getReturnType().getPackageName().equals("io.stravaai.client")) {
                Set<String> names = new LinkedHashSet<>();
                Arrays.stream(group.getReturnType().getMethods()).forEach(method -> names.add(method.getName()));
                names.forEach(name -> methods.add(group.getName() + "()." + name));
            }
        }
        return methods;
    }

    private static String path(Annotation annotation) {
        try {
            return (String) annotation.annotationType().getMethod("value").invoke(annotation);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(annotation + " has no path", e);
        }
    }

    private static List<Row> table() throws IOException {
        Path readme = root().resolve("README.md");
        assumeTrue(Files.exists(readme), "no README.md");
        return Files.readAllLines(readme).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2)))
                .toList();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("build/architecture-tests"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
