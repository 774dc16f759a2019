package io.stravaai.spring.boot;

import java.util.Optional;

/** Lets one node at a time sync in the background. */
@FunctionalInterface
interface SyncLock {

    /** A lock that each node gets. */
    SyncLock NONE = () -> Optional.of(() -> {});

    /** Empty while another node has it. */
    Optional<Held> tryLock();

    /** The lock while it is held; the other nodes may have it after {@link #close}, or when this node has died. */
    @FunctionalInterface
    interface Held extends AutoCloseable {

        @Override
        void close();
    }
}
