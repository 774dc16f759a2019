package io.stravaai.examples.quickstart;

import io.stravaai.time.Sleeper;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * What a command sees of the world around it.
 *
 * @param variables the environment variables
 * @param out results; flushed at the end, and where something should be seen sooner
 * @param err messages
 * @param interactive whether {@code out} is a terminal
 */
record Shell(
        Map<String, String> variables, Output out, PrintStream err, Clock clock, Sleeper sleeper, boolean interactive) {

    /** The process's own. */
    static Shell system() {
        return new Shell(
                System.getenv(),
                Output.to(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                Sleeper.SYSTEM,
                onTerminal());
    }

    /** The value of a variable; empty if it is not set or blank. */
    String variable(String name) {
        return variables.getOrDefault(name, "").trim();
    }

    /** Since JDK 22 there is a console also without a terminal, and a method to ask for one. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
