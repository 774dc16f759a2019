package io.stravaai.it;

/** A database that may be treated badly. */
interface ServerUnderTest extends AutoCloseable {

    /** A new, empty database in it, as {@link OpenStores#open} takes it; the same after each start. */
    String newUrl();

    /** The URL with the timeouts that the documentation recommends, but so short: nobody waits for a packet any longer. */
    String withTimeouts(String url, int seconds);

    /** Where it listens. */
    int port();

    /** SIGKILL to all of its processes at once. They are gone when this returns. */
    void kill();

    /** Starts it if it does not run, and waits until it answers. */
    void start();

    /** Asks it to end, as an administrator does who does not wait for clients. It is gone when this returns. */
    void stop();

    /** Ends it, however it is. What it stored stays where it is. */
    @Override
    void close();
}
