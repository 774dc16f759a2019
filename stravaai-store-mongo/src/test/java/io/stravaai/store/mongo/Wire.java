package io.stravaai.store.mongo;

import com.mongodb.ServerAddress;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Passes MongoDB's messages on, and disturbs writes as it is told. */
final class Wire implements Closeable {

    private static final int OP_MSG = 2013;
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

    private final InetSocketAddress server;
    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> beforeWrite = write -> true;
    private volatile Predicate<String> afterWrite = write -> true;
    private volatile Predicate<String> twice = write -> false;
    private volatile Runnable between = () -> {};
    private volatile boolean dead;

    Wire(InetSocketAddress server) {
        this.server = server;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    ServerAddress address() {
        return new ServerAddress(door.getInetAddress(), door.getLocalPort());
    }

    /** Asked before each write: false breaks its connection, and the server never sees it. May wait. */
    Wire beforeWrite(Predicate<String> beforeWrite) {
        this.beforeWrite = beforeWrite;
        return this;
    }

    /** Asked after each write: false breaks its connection, and the client never gets the answer. */
    Wire afterWrite(Predicate<String> afterWrite) {
        this.afterWrite = afterWrite;
        return this;
    }

    /**
     * Asked before each write: true sends it to the server twice, and only the second answer to the client, as where a driver
     * repeats a write whose answer was lost.
     *
     * @param between called after the first answer
     */
    Wire twice(Predicate<String> twice, Runnable between) {
        this.twice = twice;
        this.between = between;
        return this;
    }

    /** Breaks all connections, and refuses others: the process is dead, or the network. */
    void die() {
        dead = true;
        sockets.forEach(Wire::close);
    }

    @Override
    public void close() throws IOException {
        die();
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                if (dead) {
                    close(client);
                    continue;
                }
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                sockets.add(upstream);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                Connection connection = new Connection(client, upstream);
                start(connection::requests);
                start(connection::answers);
            }
        } catch (IOException e) {
            // The door is closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket upstream;
        private volatile String write = "";
        private volatile byte @Nullable [] again;

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void requests() {
            pump(client, upstream, message -> {
                String command = command(message);
                write = WRITES.contains(command) ? command : "";
                again = !write.isEmpty() && twice.test(write) ? message : null;
                return write.isEmpty() || beforeWrite.test(write);
            });
        }

        void answers() {
            pump(upstream, client, message -> write.isEmpty() || afterWrite.test(write));
        }

        /** Whether this answer was the first of two. */
        private boolean repeats(Socket from) throws IOException {
            byte[] request = again;
            if (from != upstream || request == null) {
                return false;
            }
            again = null;
            between.run();
            upstream.getOutputStream().write(request);
            upstream.getOutputStream().flush();
            return true;
        }

        private void pump(Socket from, Socket to, Predicate<byte[]> passes) {
            try (from;
                    to) {
                DataInputStream in = new DataInputStream(from.getInputStream());
                OutputStream out = to.getOutputStream();
                while (true) {
                    byte[] message = message(in);
                    if (repeats(from)) {
                        continue;
                    }
                    if (!passes.test(message) || dead) {
                        return;
                    }
                    out.write(message);
                    out.flush();
                }
            } catch (IOException e) {
                // The other side is gone.
            }
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        int length = Integer.reverseBytes(in.readInt());
        byte[] message = Arrays.copyOf(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(length)
                        .array(),
                length);
        int read = 4;
        while (read < length) {
            int more = in.read(message, read, length - read);
            if (more < 0) {
                throw new EOFException();
            }
            read += more;
        }
        return message;
    }

    /** The name of the first field of the first document is that of the command. */
    private static String command(byte[] message) {
        if (ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(12) != OP_MSG) {
            return "";
        }
        int start = 16 + 4 + 1 + 4 + 1;
        int end = start;
        while (message[end] != 0) {
            end++;
        }
        return new String(message, start, end - start, StandardCharsets.UTF_8);
    }

    /** A write that waits until it may go on. */
    static final class Gate {

        private final CountDownLatch decided = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean reached;

        /** Called where it waits. */
        void pass() {
            reached = true;
            decided.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Called when all is over. */
        void end() {
            decided.countDown();
        }

        /** Whether somebody came here, and waits; false if all is over. */
        boolean awaitReached() throws InterruptedException {
            decided.await();
            return reached;
        }

        void open() {
            open.countDown();
        }
    }
}
