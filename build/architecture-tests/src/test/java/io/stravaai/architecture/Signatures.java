package io.stravaai.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a class shows to callers and to subclasses, generic arguments and annotations included. */
final class Signatures {

    private Signatures() {}

    /** A type and the place where it is seen. */
    record Shown(String where, JavaClass type) {}

    static Stream<Shown> of(JavaClass type) {
        Stream<Shown> declaration = Stream.of(
                        type.getTypeParameters().stream(), type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(Function.<Stream<? extends JavaType>>identity())
                .flatMap(shown -> shown(type.getName(), shown));
        Stream<Shown> fields = type.getFields().stream()
                .filter(Signatures::isVisible)
                .flatMap(field -> Stream.concat(
                        shown(field.getFullName(), field.getType()), annotations(field.getFullName(), field)));
        Stream<Shown> units =
                type.getCodeUnits().stream().filter(Signatures::isVisible).flatMap(Signatures::of);
        return Stream.of(declaration, annotations(type.getName(), type), fields, units)
                .flatMap(Function.identity());
    }

    private static Stream<Shown> of(JavaCodeUnit unit) {
        String where = unit.getFullName();
        Stream<Shown> types = Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getTypeParameters().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(Function.<Stream<? extends JavaType>>identity())
                .flatMap(type -> shown(where, type));
        Stream<Shown> parameterAnnotations = unit.getParameterAnnotations().stream()
                .flatMap(Collection::stream)
                .map(annotation -> new Shown(where, annotation.getRawType()));
        return Stream.of(types, annotations(where, unit), parameterAnnotations).flatMap(Function.identity());
    }

    /** Seen from other packages: the class and every class around it. */
    static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(Signatures::isVisible).orElse(true);
    }

    static boolean isVisible(JavaMember member) {
        return isVisible(member.getModifiers()) && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<Shown> shown(String where, JavaType type) {
        return type.getAllInvolvedRawTypes().stream().map(raw -> new Shown(where, raw.getBaseComponentType()));
    }

    private static Stream<Shown> annotations(String where, HasAnnotations<?> annotated) {
        return annotated.getAnnotations().stream().map(annotation -> new Shown(where, annotation.getRawType()));
    }
}
