package io.stravaai.examples.customstore;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Activities in files: each athlete has a log, to which each commit is appended. Opening the store reads the logs into
 * memory, which answers all questions. Thread-safe.
 *
 * <p>What it is not: all activities are in memory, so it is for a few athletes and not for thousands; and a folder belongs
 * to one process, see {@link DataFolder}.
 */
public final class FileActivityStore implements ActivityStore, AutoCloseable {

    private final DataFolder folder;

    /** What the logs say. An index of this store's files, if you like: any that finds rows by start and id would do. */
    private final ActivityStore memory = InMemoryStores.activities();

    private final Map<AthleteId, CommitLog> logs = new HashMap<>();

    /** One writer at a time: between the look at the version and the end of the append nobody else may write. */
    private final ReentrantLock writing = new ReentrantLock();

    private FileActivityStore(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder, and makes it if it is not there.
     *
     * @throws StoreException if it cannot be read, or belongs to another process
     */
    public static FileActivityStore open(Path path) {
        FileActivityStore store = new FileActivityStore(DataFolder.open(path));
        try {
            for (Path file : store.folder.files(".log")) {
                AthleteId athlete = AthleteId.of(Long.parseLong(DataFolder.stem(file)));
                CommitLog log = CommitLog.open(file, commit -> store.replay(file, commit));
                store.logs.put(athlete, log);
                log.compactIfWorthwhile(store.memory, athlete);
            }
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void replay(Path file, SyncCommit commit) {
        if (memory.commit(commit) == CommitResult.CONFLICT) {
            throw new StoreException(
                    "The commits in " + file.getFileName() + " do not follow each other; restore it from a backup",
                    false,
                    null);
        }
    }

    // doc:begin
    @Override
    public CommitResult commit(SyncCommit commit) {
        writing.lock();
        try {
            folder.checkOpen();
            // The guard. Whoever computed this commit from an older state is told so, and lists the page again.
            long version =
                    memory.syncState(commit.athlete()).map(SyncState::version).orElse(0L);
            if (version != commit.expectedVersion()) {
                return CommitResult.CONFLICT;
            }
            // On disk first. If this throws, the memory is as it was, and so is the log when it is read the next time.
            log(commit.athlete()).append(commit);
            // Then in memory, where readers see all of it at once.
            return memory.commit(commit);
        } finally {
            writing.unlock();
        }
    }
    // doc:end

    private CommitLog log(AthleteId athlete) {
        return logs.computeIfAbsent(
                athlete,
                id -> CommitLog.open(folder.file(id.value() + ".log"), commit -> replay(folder.path(), commit)));
    }

    /** Deletes the file before the memory forgets: a crash in between leaves nothing to be read again. */
    @Override
    public void purge(AthleteId athlete) {
        writing.lock();
        try {
            folder.checkOpen();
            CommitLog log = logs.remove(athlete);
            if (log != null) {
                log.close();
            }
            folder.delete(athlete.value() + ".log");
            memory.purge(athlete);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<SyncState> syncState(AthleteId athlete) {
        return memory().syncState(athlete);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        return memory().known(query);
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        return memory().list(query);
    }

    @Override
    public List<AthleteId> due(Instant now, int limit) {
        return memory().due(now, limit);
    }

    @Override
    public List<QuarantinedActivity> quarantined(AthleteId athlete) {
        return memory().quarantined(athlete);
    }

    /** Trouble is thrown and never answered as empty: who reads a closed store must not think that nothing is stored. */
    private ActivityStore memory() {
        folder.checkOpen();
        return memory;
    }

    /** Lets another process have the folder. */
    @Override
    public void close() {
        writing.lock();
        try {
            logs.values().forEach(CommitLog::close);
            folder.close();
        } finally {
            writing.unlock();
        }
    }
}
