package io.stravaai.internal.sync;

import io.stravaai.error.CallInterruptedException;
import io.stravaai.model.AthleteId;
import io.stravaai.sync.SyncReport;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Syncs that callers of one process share: the first of an athlete runs it, the others wait for its outcome. Holds nothing
 * of athletes whose sync has ended. Thread-safe.
 */
final class SharedSyncs {

    private record Flight(Thread thread, CompletableFuture<Optional<SyncReport>> outcome) {}

    private final Map<AthleteId, Flight> flights = new ConcurrentHashMap<>();

    /** The outcome of the athlete's sync under way, or of this one if there is none. */
    Optional<SyncReport> join(AthleteId athlete, Supplier<Optional<SyncReport>> sync) {
        Flight own = new Flight(Thread.currentThread(), new CompletableFuture<>());
        while (true) {
            Flight other = flights.putIfAbsent(athlete, own);
            if (other == null) {
                return lead(athlete, own, sync);
            }
            if (other.thread().equals(Thread.currentThread())) {
                throw new IllegalStateException("This thread is syncing athlete " + athlete + " already");
            }
            try {
                return other.outcome().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallInterruptedException("Interrupted while another thread synced the athlete", e);
            } catch (ExecutionException e) {
                Throwable failure = e.getCause();
                // The interrupt was for the other thread, so the next one syncs.
                if (!(failure instanceof CallInterruptedException)) {
                    throw unchecked(failure);
                }
            }
        }
    }

    private Optional<SyncReport> lead(AthleteId athlete, Flight own, Supplier<Optional<SyncReport>> sync) {
        Optional<SyncReport> report;
        try {
            report = sync.get();
        } catch (Throwable e) {
            flights.remove(athlete, own);
            own.outcome().completeExceptionally(e);
            throw e;
        }
        // Removed first: who comes after it has ended must not be told of it.
        flights.remove(athlete, own);
        own.outcome().complete(report);
        return report;
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }
}
