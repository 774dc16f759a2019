package io.stravaai.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The library with one {@link Mutant} in it, and the simulation of that: all of both, loaded once more. */
final class MutatedLibrary extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> changed;
    private final Method run;
    private final String wrapper;

    private MutatedLibrary(Map<String, byte[]> changed, String wrapper) throws ReflectiveOperationException {
        super(MutatedLibrary.class.getClassLoader());
        this.changed = changed;
        this.wrapper = wrapper;
        this.run = loadClass(Simulation.class.getName()).getMethod("run", long.class, String.class, boolean.class);
    }

    /**
     * The library with this fault.
     *
     * @throws IllegalStateException if the place that it changes is not there once
     */
    static MutatedLibrary with(Mutant mutant) throws ReflectiveOperationException {
        return mutant.file().isEmpty()
                ? new MutatedLibrary(Map.of(), mutant.name())
                : new MutatedLibrary(compile(mutant), "");
    }

    /** As {@link Simulation#run}. */
    String[] run(long seed) throws ReflectiveOperationException {
        try {
            return (String[]) run.invoke(null, seed, wrapper, false);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("seed " + seed, e.getCause());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        // Moshi looks up the constructors of our records from its own loader.
        if (!name.startsWith("io.stravaai.") && !name.startsWith("com.squareup.moshi.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytes(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes != null) {
            return bytes;
        }
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compile(Mutant mutant) {
        Path file = Path.of(System.getProperty("basedir", "."))
                .resolve("../stravaai-core/src/main/java/io/stravaai")
                .resolve(mutant.file())
                .normalize();
        String source;
        try {
            source = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The mutant \"" + mutant + "\" changes a file that is not there", e);
        }
        int found = (source.length() - source.replace(mutant.find(), "").length())
                / mutant.find().length();
        if (found != 1) {
            throw new IllegalStateException("The mutant \"" + mutant + "\" no longer fits: what it changes in "
                    + mutant.file() + " stands there " + found + " times:\n" + mutant.find());
        }
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        classes.put(name, bytes);
                        return bytes;
                    }
                };
            }
        };
        JavaFileObject unit = new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.replace(mutant.find(), mutant.replacement());
            }
        };
        boolean compiled = compiler.getTask(
                        messages,
                        files,
                        null,
                        List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path")),
                        null,
                        List.of(unit))
                .call();
        if (!compiled) {
            throw new IllegalStateException("The mutant \"" + mutant + "\" does not compile:\n" + messages);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }
}
