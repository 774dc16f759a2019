package io.stravaai.internal.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * How far a call has come on the network: what fails while the connection is made has not been seen by Strava, whatever
 * the exception. Travels as the tag of its request.
 */
final class ConnectionProgress extends EventListener {

    /** For calls that have none, since they do not go through {@link Transport}. */
    private static final EventListener NONE = new EventListener() {};

    private volatile boolean connecting;
    private volatile boolean sending;

    static EventListener of(Call call) {
        ConnectionProgress progress = call.request().tag(ConnectionProgress.class);
        return progress == null ? NONE : progress;
    }

    /** Whether no byte of the request can have left. */
    boolean endedConnecting() {
        return connecting && !sending;
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        connecting = true;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
        connecting = true;
    }

    @Override
    public void requestHeadersStart(Call call) {
        sending = true;
    }
}
