package io.stravaai.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one athlete's list as fast as it can be done, so that the server is not what is measured. */
final class ListServer implements AutoCloseable {

    private static final Pattern START = Pattern.compile("\"start_date\":\"([^\"]+)\"");

    private final HttpServer server;
    private final List<byte[]> rows;
    private final long[] starts;

    /**
     * Starts it.
     *
     * @param rows the elements of the list, newest first
     */
    ListServer(List<byte[]> rows) {
        this.rows = rows;
        starts = new long[rows.size()];
        for (int i = 0; i < starts.length; i++) {
            Matcher start = START.matcher(new String(rows.get(i), StandardCharsets.UTF_8));
            starts[i] = start.find() ? Instant.parse(start.group(1)).getEpochSecond() : 0;
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v3/athlete/activities", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v3";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        long before = number(query, "before", Long.MAX_VALUE);
        int perPage = (int) number(query, "per_page", 30);
        int index = 0;
        while (index < starts.length && starts[index] >= before) {
            index++;
        }
        index += (int) (number(query, "page", 1) - 1) * perPage;
        ByteArrayOutputStream body =
                History.page(rows.subList(Math.min(rows.size(), index), Math.min(rows.size(), index + perPage)));
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        for (String bucket : List.of("X-RateLimit", "X-ReadRateLimit")) {
            exchange.getResponseHeaders().set(bucket + "-Limit", "1000000,10000000");
            exchange.getResponseHeaders().set(bucket + "-Usage", "1,1");
        }
        exchange.sendResponseHeaders(200, body.size());
        body.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    private static long number(String query, String name, long otherwise) {
        Matcher matcher = Pattern.compile("(?:^|&)" + name + "=(\\d+)").matcher(query);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
