package io.stravaai.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fresh process of the same Java. */
public final class ChildJvm {

    static final String CLASS_PATH = System.getProperty("java.class.path");

    private ChildJvm() {}

    /** What it printed, and how long it took from start to end. */
    record Result(String output, double milliseconds) {

        /** The words of its last line. */
        String[] figures() {
            return output.substring(output.lastIndexOf('\n') + 1).split(" ");
        }
    }

    /**
     * Runs a class with this process's class path; what it prints appears at once.
     *
     * @throws IllegalStateException if it fails
     */
    public static void show(Class<?> mainClass, List<String> args) throws IOException, InterruptedException {
        List<String> command = command(List.of(), CLASS_PATH, mainClass.getName(), args);
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(mainClass.getSimpleName() + " ended with " + exit);
        }
    }

    static Result run(List<String> options, String classPath, String mainClass, String... args)
            throws IOException, InterruptedException {
        List<String> command = command(options, classPath, mainClass, List.of(args));
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        double milliseconds = (System.nanoTime() - started) / 1e6;
        if (exit != 0) {
            throw new IllegalStateException(mainClass + " ended with " + exit);
        }
        return new Result(output.strip(), milliseconds);
    }

    private static List<String> command(List<String> options, String classPath, String mainClass, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(args);
        return command;
    }
}
