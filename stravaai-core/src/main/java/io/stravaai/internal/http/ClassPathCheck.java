package io.stravaai.internal.http;

import com.squareup.moshi.JsonReader;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Invocation;

/**
 * Finds out whether the libraries on the class path fit each other before a call does, and says which jar is wrong and
 * what to write into the pom. It calls what is called later instead of looking it up by name, so that it also holds for
 * relocated, shrunk and natively compiled libraries.
 */
public final class ClassPathCheck {

    private static final AtomicBoolean PASSED = new AtomicBoolean();

    /** What we stand on; a symbol belongs to the first whose package it is in. */
    private enum Library {
        KOTLIN("Kotlin's standard library", "kotlin.", "kotlin/Unit", "org.jetbrains.kotlin:kotlin-stdlib:2.1.21"),
        OKIO("Okio", "okio.", "okio/Buffer", "com.squareup.okio:okio-jvm:3.18.1"),
        OKHTTP("OkHttp", "okhttp3.", "okhttp3/OkHttpClient", "com.squareup.okhttp3:okhttp-jvm:5.5.1"),
        RETROFIT("Retrofit", "retrofit2.", "retrofit2/Retrofit", "com.squareup.retrofit2:retrofit:3.0.0"),
        MOSHI("Moshi", "com.squareup.moshi.", "com/squareup/moshi/Moshi", "com.squareup.moshi:moshi:1.15.2"),
        CAFFEINE(
                "Caffeine",
                "com.github.benmanes.caffeine.",
                "com/github/benmanes/caffeine/cache/Caffeine",
                "com.github.ben-manes.caffeine:caffeine:3.3.1"),
        RESILIENCE4J_RETRY(
                "Resilience4j's retry",
                "io.github.resilience4j.retry.",
                "io/github/resilience4j/retry/Retry",
                "io.github.resilience4j:resilience4j-retry:2.4.0"),
        RESILIENCE4J_CIRCUITBREAKER(
                "Resilience4j's circuit breaker",
                "io.github.resilience4j.circuitbreaker.",
                "io/github/resilience4j/circuitbreaker/CircuitBreaker",
                "io.github.resilience4j:resilience4j-circuitbreaker:2.4.0"),
        RESILIENCE4J_CORE(
                "Resilience4j's core",
                "io.github.resilience4j.core.",
                "io/github/resilience4j/core/IntervalFunction",
                "io.github.resilience4j:resilience4j-core:2.4.0");

        private final String title;
        private final String packages;
        private final String resource;
        private final String artifact;

        Library(String title, String packages, String type, String artifact) {
            this.title = title;
            this.packages = packages;
            this.resource = type + ".class";
            this.artifact = artifact;
        }

        static @Nullable Library of(String symbol) {
            return Arrays.stream(values())
                    .filter(library -> symbol.startsWith(library.packages))
                    .findFirst()
                    .orElse(null);
        }

        /** Where its classes come from: the one that wins first. */
        List<URL> locations() {
            Set<URI> found = new LinkedHashSet<>();
            try {
                ClassLoader loader = ClassPathCheck.class.getClassLoader();
                Enumeration<URL> urls = loader == null ? Collections.emptyEnumeration() : loader.getResources(resource);
                for (URL url : Collections.list(urls)) {
                    found.add(URI.create(url.toString()));
                }
                return found.stream().map(ClassPathCheck::url).toList();
            } catch (IOException | IllegalArgumentException e) {
                return List.of();
            }
        }

        @Nullable
        String jar() {
            List<URL> locations = locations();
            return locations.isEmpty() ? null : jarName(locations.get(0));
        }

        /** The name of the jar without the folders before it, which are nobody's business, and its version. */
        String jarName(URL location) {
            String root = location.toString();
            root = root.substring(0, root.length() - resource.length());
            String path = root.replaceAll("!?/+$", "");
            String name = path.substring(path.lastIndexOf('/') + 1);
            String version = version(root);
            name = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
            return version == null || name.matches(".*\\d\\.\\d.*") ? name : name + " (version " + version + ")";
        }

        private static @Nullable String version(String root) {
            try {
                URLConnection connection =
                        url(URI.create(root + "META-INF/MANIFEST.MF")).openConnection();
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    Attributes manifest = new Manifest(in).getMainAttributes();
                    String version = manifest.getValue("Bundle-Version");
                    return version == null ? manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION) : version;
                }
            } catch (IOException | IllegalArgumentException e) {
                return null;
            }
        }

        String remedy() {
            return "Put " + artifact + " into <dependencyManagement> of your pom.xml, and as a <dependency> if"
                    + " \"mvn dependency:tree\" does not list it";
        }
    }

    private ClassPathCheck() {}

    /**
     * Builds something of these libraries.
     *
     * @throws IllegalStateException if they do not fit; the message names the jar and the remedy
     */
    public static <T> T guard(Supplier<T> construction) {
        try {
            if (!PASSED.get()) {
                LaterCalls.make();
                if (!PASSED.getAndSet(true)) {
                    warnOfTwoOkHttps();
                }
            }
            return construction.get();
        } catch (HostError e) {
            throw e.error;
        } catch (LinkageError e) {
            throw explained(e);
        }
    }

    /** Runs code of the host, whose missing classes are no matter of ours. */
    static void host(Runnable code) {
        try {
            code.run();
        } catch (LinkageError e) {
            throw new HostError(e);
        }
    }

    private static final class HostError extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final LinkageError error;

        HostError(LinkageError error) {
            super(error);
            this.error = error;
        }
    }

    /** What building a client does not call anyway. A class of its own, since it cannot be loaded without libraries. */
    private static final class LaterCalls {

        static void make() {
            Objects.requireNonNull(RequestBody.create("", null));
            if (connectsThroughOkioSockets()) {
                // Called while connecting, on a thread of OkHttp, where an error is lost and the caller waits for
                // nothing.
                Objects.requireNonNull(Okio.socket(new Unconnected()));
            }
            Objects.requireNonNull(Invocation.class);
            Objects.requireNonNull(JsonReader.of(new Buffer().write(new byte[0])));
            Objects.requireNonNull(Retry.of("check", RetryConfig.ofDefaults()).asyncContext());
        }

        /** OkHttp does so from 5.2 on; older ones lack the method. */
        private static boolean connectsThroughOkioSockets() {
            Response response = new Response.Builder()
                    .request(new Request.Builder().url("http://localhost/").build())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("")
                    .build();
            try {
                return response.socket() == null;
            } catch (NoSuchMethodError e) {
                return false;
            }
        }
    }

    private static final class Unconnected extends Socket {

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    private static void warnOfTwoOkHttps() {
        List<URL> locations = Library.OKHTTP.locations();
        if (locations.size() > 1) {
            Logger log = LoggerFactory.getLogger(ClassPathCheck.class);
            log.warn(
                    "OkHttp is on the class path {} times: {} is used, and not {}. Exclude the others in your pom.xml.",
                    locations.size(),
                    Library.OKHTTP.jarName(locations.get(0)),
                    locations.stream().skip(1).map(Library.OKHTTP::jarName).collect(Collectors.joining(", ")));
        }
    }

    private static RuntimeException explained(LinkageError error) {
        String symbol = symbol(error);
        Library library = symbol == null ? null : Library.of(symbol);
        if (symbol == null || library == null) {
            Library caller = caller(error);
            if (caller == null) {
                // Not of ours, for example of an OkHttpCustomizer.
                throw error;
            }
            return new IllegalStateException(
                    caller.jar() + " does not fit the libraries beside it (" + jarsBut(caller) + "): " + error
                            + ". Put these into <dependencyManagement> of your pom.xml: "
                            + Arrays.stream(Library.values())
                                    .map(each -> each.artifact)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    error);
        }
        String jar = library.jar();
        if (jar == null) {
            String trap = library == Library.OKHTTP
                    ? " The artifact com.squareup.okhttp3:okhttp of OkHttp 5" + emptyOkHttp()
                            + " holds no classes in Maven; they are in okhttp-jvm."
                    : "";
            return new IllegalStateException(
                    library.title + " is not on the class path." + trap + " " + library.remedy() + ".", error);
        }
        return new IllegalStateException(
                jar + " does not fit StravaAI and the libraries beside it (" + jarsBut(library) + "): it lacks "
                        + symbol + ", so it is probably too old. " + library.remedy() + ".",
                error);
    }

    private static String jarsBut(Library library) {
        return Arrays.stream(Library.values())
                .filter(other -> other != library)
                .map(Library::jar)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    /** Whose code met the error. */
    private static @Nullable Library caller(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() instanceof LinkageError cause) {
            deepest = cause;
        }
        StackTraceElement[] stack = deepest.getStackTrace();
        return stack.length > 0 ? Library.of(stack[0].getClassName()) : null;
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What is missing, as {@code package.Class} or {@code package.Class.member}. */
    private static @Nullable String symbol(Throwable error) {
        Throwable root = root(error);
        String message = root.getMessage();
        if (message == null || !(root instanceof LinkageError || root instanceof ClassNotFoundException)) {
            return null;
        }
        // Such as: 'okio.Socket okio.Okio.socket(java.net.Socket)', or okio/Socket.
        String text = message.replace('/', '.').replace("'", "");
        int bracket = text.indexOf('(');
        String before = (bracket < 0 ? text : text.substring(0, bracket)).strip();
        String last = before.substring(before.lastIndexOf(' ') + 1);
        return Library.of(last) != null
                ? last
                : Arrays.stream(before.split("[\\s:]+"))
                        .filter(word -> Library.of(word) != null)
                        .findFirst()
                        .orElse(null);
    }

    private static String emptyOkHttp() {
        return Arrays.stream(System.getProperty("java.class.path", "").split("[:;]"))
                .map(entry -> entry.substring(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf('\\')) + 1))
                .filter(name -> name.matches("okhttp-\\d.*\\.jar"))
                .findFirst()
                .map(name -> ", " + name + ",")
                .orElse("");
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
