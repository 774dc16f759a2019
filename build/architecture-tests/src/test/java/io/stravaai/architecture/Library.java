package io.stravaai.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published modules, as they were built. */
final class Library {

    static final String ROOT = "io.stravaai";
    static final String CORE = "stravaai-core";
    static final List<String> MODULES = List.of(
            CORE,
            "stravaai-store-jdbc",
            "stravaai-store-mongo",
            "stravaai-quota-redis",
            "stravaai-report",
            "stravaai-spring-boot-starter",
            "stravaai-test");

    /** The classes of all modules; imported once, which takes a second. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(
                    location -> MODULES.stream().anyMatch(module -> location.contains("/" + module + "/target/")))
            .importPackages(ROOT);

    private Library() {}

    /** The classes of one module: from its jar, or from its directory where nothing was packaged. */
    static List<JavaClass> classesOf(String module) {
        return CLASSES.stream()
                .filter(type -> type.getSource()
                        .map(source -> source.getUri().toString().contains("/" + module + "/target/"))
                        .orElse(false))
                .toList();
    }

    /** Where the repository begins, whatever directory the tests are started in. */
    static Path repository() {
        Path path = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(path.resolve(".mvn"))) {
            path = path.getParent();
            if (path == null) {
                throw new IllegalStateException("No directory above this one holds .mvn");
            }
        }
        return path;
    }
}
