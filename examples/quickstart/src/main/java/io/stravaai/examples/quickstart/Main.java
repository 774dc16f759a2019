package io.stravaai.examples.quickstart;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program. Exit codes: 0 done, 3 a sync is partial, 1 an error, told in one line. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Keeps an athlete's Strava activities in your own database.",
            "Without a command the demo runs; it needs neither an account nor a network."
        },
        footer = {"", "Help on a command: quickstart help COMMAND"})
final class Main implements Callable<Integer> {

    static final int DONE = 0;
    static final int ERROR = 1;
    static final int PARTIAL = 3;

    private final DemoCommand demo;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of an error as well.")
    private boolean verbose;

    private Main(Shell shell) {
        this.demo = new DemoCommand(shell);
    }

    public static void main(String[] args) {
        LogManager.getLogManager().reset();
        System.exit(run(Shell.system(), args));
    }

    /** Runs one command line and answers its exit code. */
    static int run(Shell shell, String... args) {
        Main main = new Main(shell);
        CommandLine commandLine = new CommandLine(main)
                .addSubcommand(main.demo)
                .addSubcommand(new SyncCommand(shell))
                .addSubcommand(new ActivitiesCommand(shell))
                .addSubcommand(new QuarantineCommand(shell))
                .addSubcommand(new ReportCommand(shell))
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(shell.interactive() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler((e, arguments) -> fail(shell, usage(e)))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (main.verbose) {
                        e.printStackTrace(shell.err());
                    }
                    return fail(shell, Errors.describe(e, shell));
                });
        int exit = commandLine.execute(args);
        if (shell.out().checkError() && !shell.out().readerIsGone()) {
            return fail(shell, "The output could not be written to its end");
        }
        return exit;
    }

    private static String usage(ParameterException e) {
        CommandLine commandLine = e.getCommandLine();
        String see = "; see " + commandLine.getCommandSpec().qualifiedName() + " --help";
        if (commandLine.getParent() == null
                && e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            String unknown = unmatched.getUnmatched().get(0);
            return "unknown command '" + unknown + "'"
                    + Text.nearest(unknown, commandLine.getSubcommands().keySet())
                            .map(command -> "; did you mean " + command + "?")
                            .orElse(see);
        }
        return e.getMessage() + see;
    }

    private static int fail(Shell shell, String message) {
        PrintStream out = shell.out();
        out.flush();
        shell.err().println("error: " + Text.oneLine(message));
        return ERROR;
    }

    @Override
    public Integer call() {
        return demo.call();
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"quickstart " + (version == null ? "(not packaged)" : version)};
        }
    }
}
