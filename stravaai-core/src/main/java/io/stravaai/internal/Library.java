package io.stravaai.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this library is. */
public final class Library {

    private static final String VERSION = readVersion();

    private Library() {}

    /** The version of this library, for example {@code 1.2.3}. */
    public static String version() {
        return VERSION;
    }

    private static String readVersion() {
        try (InputStream file = Library.class.getResourceAsStream("library.properties")) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
