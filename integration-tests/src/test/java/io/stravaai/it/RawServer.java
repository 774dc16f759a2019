package io.stravaai.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server at 127.0.0.1 that reads requests as it should and answers as it likes. Thread-safe. */
final class RawServer implements AutoCloseable {

    /** Answers one request; then the connection is closed. */
    interface Behaviour {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    private final Behaviour behaviour;
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    RawServer(Behaviour behaviour) {
        this(0, behaviour);
    }

    /** On this port; 0 for any. */
    RawServer(int port, Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            this.listener = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            requests.add(read(in));
            behaviour.answer(new Exchange(requests.size(), socket, in));
        } catch (IOException e) {
            // The client has gone, which is what most tests want to see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Head and body of a request, a byte as a character. */
    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            bytes.write(next);
            head = next == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
        }
        int length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
        bytes.write(in.readNBytes(length));
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    URI apiUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/api/v3");
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** What was asked, oldest first: head and body, a byte as a character. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many bytes of answers the network took. */
    long bytesSent() {
        return sent.get();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A request that waits for its answer. */
    final class Exchange {

        private final int number;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Exchange(int number, Socket socket, InputStream in) throws IOException {
            this.number = number;
            this.socket = socket;
            this.in = in;
            this.out = socket.getOutputStream();
        }

        /** Which request it is, from 1. */
        int number() {
            return number;
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            sent.addAndGet(bytes.length);
        }

        void sendForEver(byte[] bytes) throws IOException {
            while (true) {
                send(bytes);
            }
        }

        /** A byte every tenth of a second, until the client goes. */
        void drip(String text) throws IOException, InterruptedException {
            while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                send(text);
            }
        }

        /** Nothing more, until the client goes. */
        void stall() throws IOException {
            while (in.read() >= 0) {
                // A client that sends on has not gone.
            }
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
