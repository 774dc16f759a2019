package io.stravaai.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MySQL server with its own data directory, durable as MySQL is by default; where one is installed. */
final class MysqlUnderTest extends SqlServerProcess {

    private static final Script SCRIPT = new Script("mysql.sh");

    private MysqlUnderTest(List<String> command, Path log, int port) {
        super(command, log, port, "TERM");
    }

    /**
     * Without an installation of MySQL it skips the test.
     *
     * @param settings such as {@code innodb-flush-log-at-trx-commit=0}
     */
    static MysqlUnderTest in(Path folder, List<String> settings) {
        int port = freePort();
        Path data = folder.resolve("data");
        List<String> command = new ArrayList<>(
                SCRIPT.command("run", Integer.toString(port), data.toString(), "--innodb-redo-log-capacity=8M"));
        settings.forEach(setting -> command.add("--" + setting));
        return new MysqlUnderTest(command, folder.resolve("server.log"), port);
    }

    @Override
    String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + port() + "/" + database
                + "?user=stravaai&sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    @Override
    String firstDatabase() {
        return "mysql";
    }

    @Override
    public String withTimeouts(String url, int seconds) {
        return url + "&socketTimeout=" + seconds * 1000 + "&sessionVariables=wait_timeout=" + seconds
                + ",net_read_timeout=" + seconds;
    }
}
