package io.stravaai.it;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks MongoDB's protocol, in processes of its own. */
final class MongoUnderTest extends ServerProcess {

    private static final Script DOCUMENTDB = new Script("documentdb.sh");

    private final AtomicInteger count = new AtomicInteger();

    private MongoUnderTest(List<String> command, Path log, int port) {
        super(command, log, port, "TERM");
    }

    /** The server of the stores' own tests. What it stores ends with it. */
    static MongoUnderTest inMemory(Path folder) {
        int port = freePort();
        List<String> command = ChildProcess.command(InMemory.class, List.of(), Integer.toString(port));
        return new MongoUnderTest(command, folder.resolve("server.log"), port);
    }

    /** PostgreSQL with DocumentDB; where it is not installed, the test is skipped. */
    static MongoUnderTest documentDb(Path folder) {
        int port = freePort();
        List<String> command = DOCUMENTDB.command(
                "run",
                Integer.toString(port),
                Integer.toString(freePort()),
                folder.resolve("data").toString());
        return new MongoUnderTest(command, folder.resolve("server.log"), port);
    }

    @Override
    public String newUrl() {
        return url("crash" + count.incrementAndGet());
    }

    private String url(String database) {
        return "mongodb://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + "?timeoutMS=" + seconds * 1000;
    }

    @Override
    void ask() {
        OpenMongo.ask(url("first"));
    }

    /** The process of a server in memory. */
    static final class InMemory {

        private InMemory() {}

        /** The argument is the port. */
        public static void main(String[] args) {
            new MongoServer(new MemoryBackend()).bind("localhost", Integer.parseInt(args[0]));
        }
    }
}
