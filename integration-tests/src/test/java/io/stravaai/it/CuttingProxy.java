package io.stravaai.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server that can break: after so many packets it is cut, or swallows what it is given. A packet begins where one
 * side speaks after the other, and after each 16 KB of a long speech; so the same talk always has the same packets, however
 * the network cuts it. Thread-safe.
 */
final class CuttingProxy implements AutoCloseable {

    /** Which packets are counted, and what becomes of the one that is hit. */
    enum Stage {
        BEFORE_CLIENT_PACKET(true, false),
        AFTER_CLIENT_PACKET(true, true),
        BEFORE_SERVER_PACKET(false, false),
        AFTER_SERVER_PACKET(false, true);

        final boolean fromClient;
        final boolean forwards;

        Stage(boolean fromClient, boolean forwards) {
            this.fromClient = fromClient;
            this.forwards = forwards;
        }
    }

    /** Smaller than a page, so that there is a middle of it to cut at. */
    private static final int PACKET = 1 << 14;

    private record Plan(Stage stage, int packet, boolean swallows) {}

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Null while everything passes. */
    private Plan plan;

    private int packets;
    private boolean hit;
    private boolean clientSpeaks;
    /** What the side that speaks has said since the other one did. */
    private int spoken;

    /** In front of a port of this machine. */
    CuttingProxy(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** The URL of a database behind it, through it. */
    String through(String url) {
        return url.replace(":" + target + "/", ":" + listener.getLocalPort() + "/");
    }

    /** Cuts the connection at the n-th packet from now on, once. */
    void cutAt(Stage stage, int packet) {
        arm(new Plan(stage, packet, false));
    }

    /** Forwards nothing any more once the client has sent so many packets, and closes nothing, until it is disarmed. */
    void swallowFrom(int packet) {
        arm(new Plan(Stage.BEFORE_CLIENT_PACKET, packet, true));
    }

    /**
     * Lets everything pass from now on, but on connections that were swallowed.
     *
     * @return whether the packet that was waited for came
     */
    boolean disarm() {
        lock.lock();
        try {
            boolean was = hit;
            plan = null;
            hit = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void arm(Plan next) {
        lock.lock();
        try {
            plan = next;
            packets = 0;
            hit = false;
            clientSpeaks = false;
            spoken = 0;
        } finally {
            lock.unlock();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            open.add(client);
            open.add(server);
            run(() -> pump(client, server, true));
            run(() -> pump(server, client, false));
        }
    }

    private void pump(Socket from, Socket to, boolean fromClient) throws IOException {
        byte[] buffer = new byte[PACKET];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                Plan due = dueAt(fromClient, length);
                if (due == null || due.stage().forwards) {
                    out.write(buffer, 0, length);
                    out.flush();
                }
                if (due != null && due.swallows()) {
                    awaitClose();
                }
                if (due != null) {
                    return;
                }
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** The plan, if it hits what was just read, else null. */
    private Plan dueAt(boolean fromClient, int length) {
        lock.lock();
        try {
            int begun = clientSpeaks == fromClient ? packetsIn(spoken) : 0;
            spoken = clientSpeaks == fromClient ? spoken + length : length;
            clientSpeaks = fromClient;
            if (plan == null || plan.stage().fromClient != fromClient) {
                return null;
            }
            if (hit) {
                return plan.swallows() ? plan : null;
            }
            int more = packetsIn(spoken) - begun;
            packets += more;
            hit = more > 0 && packets >= plan.packet();
            return hit ? plan : null;
        } finally {
            lock.unlock();
        }
    }

    private static int packetsIn(int bytes) {
        return (bytes + PACKET - 1) / PACKET;
    }

    private void awaitClose() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side went away, which is what this is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
