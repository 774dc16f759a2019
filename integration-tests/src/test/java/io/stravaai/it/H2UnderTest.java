package io.stravaai.it;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;

/** H2 in a process of its own, which keeps each database in a file, and alone has it open. */
final class H2UnderTest extends ServerProcess {

    private final String settings;
    private final AtomicInteger count = new AtomicInteger();

    private H2UnderTest(List<String> command, Path log, int port, String settings) {
        super(command, log, port, "TERM");
        this.settings = settings;
    }

    /** @param settings of the URL, such as {@code WRITE_DELAY=500}; without any, those that the documentation asks for */
    static H2UnderTest in(Path folder, List<String> settings) {
        int port = freePort();
        List<String> command = ChildProcess.command(
                Server.class,
                List.of(),
                "-tcp",
                "-tcpPort",
                Integer.toString(port),
                "-ifNotExists",
                "-baseDir",
                folder.resolve("data").toString());
        String suffix =
                String.join("", settings.stream().map(setting -> ";" + setting).toList());
        return new H2UnderTest(command, folder.resolve("server.log"), port, suffix);
    }

    @Override
    public String newUrl() {
        return url("crash" + count.incrementAndGet());
    }

    private String url(String database) {
        return "jdbc:h2:tcp://localhost:" + port() + "/./" + database + settings;
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + ";NETWORK_TIMEOUT=" + seconds * 1000;
    }

    @Override
    void ask() {
        OpenJdbc.ask(url("first"));
    }
}
