package io.stravaai.examples.customstore;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One athlete's commits, one behind the other. Each is a frame: the length of what follows, its checksum, and the commit.
 *
 * <p>The checksum is what makes a commit atomic. A process that is killed while it appends leaves a frame that is too short
 * or does not fit its checksum; who opens the log next cuts it off, and the commit has never been. Only the last frame can
 * be so: none is begun before the one in front of it was forced to the disk. Not thread-safe.
 */
final class CommitLog implements AutoCloseable {

    private static final int HEADER = Integer.BYTES + Long.BYTES;

    /** Rows that are not needed any more may be as many as those that are, and this many more. */
    private static final int TOLERATED = 1000;

    private final Path file;

    /** And not a FileChannel, which an interrupt of the writing thread would close for all others. */
    private RandomAccessFile log;

    private long end;
    private long written;
    private boolean unsound;

    private CommitLog(Path file) throws IOException {
        this.file = file;
        this.log = new RandomAccessFile(file.toFile(), "rw");
    }

    /** Opens or makes a log, and gives what is in it to the reader, first commit first. */
    static CommitLog open(Path file, Consumer<SyncCommit> reader) {
        try {
            boolean isNew = Files.notExists(file);
            CommitLog log = new CommitLog(file);
            try {
                if (isNew) {
                    DataFolder.forceFolderOf(file);
                }
                log.read(reader);
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
            return log;
        } catch (IOException e) {
            throw new StoreException("The log " + file.getFileName() + " cannot be read", true, e);
        }
    }

    private void read(Consumer<SyncCommit> reader) throws IOException {
        for (byte[] frame = next(); frame != null; frame = next()) {
            SyncCommit commit = CommitCodec.decode(frame);
            reader.accept(commit);
            appended(frame, commit);
        }
        if (log.length() > end) {
            // What a crash left half-written.
            log.setLength(end);
            log.getFD().sync();
        }
    }

    /** The commit of the frame behind those that were read; null if there is no whole one. */
    private byte @Nullable [] next() throws IOException {
        log.seek(end);
        if (log.length() - end < HEADER) {
            return null;
        }
        int length = log.readInt();
        long checksum = log.readLong();
        if (length <= 0 || length > log.length() - end - HEADER) {
            return null;
        }
        byte[] frame = new byte[length];
        log.readFully(frame);
        return checksum(frame) == checksum ? frame : null;
    }

    /** Durable when it returns. */
    void append(SyncCommit commit) {
        if (unsound) {
            throw new StoreException(
                    "The log " + file.getFileName() + " could not be repaired after a failure; open the store again",
                    false,
                    null);
        }
        byte[] frame = CommitCodec.encode(commit);
        try {
            log.seek(end);
            write(log, frame);
            appended(frame, commit);
        } catch (IOException e) {
            takeBack();
            throw new StoreException("The log " + file.getFileName() + " cannot be written", true, e);
        }
    }

    /**
     * After a full disk, say, a part of the frame may be there, or even all of it. It must not stay: the caller is told that
     * the commit failed, and readers have never seen it.
     */
    private void takeBack() {
        try {
            log.setLength(end);
            log.getFD().sync();
        } catch (IOException e) {
            unsound = true;
        }
    }

    private static void write(RandomAccessFile log, byte[] frame) throws IOException {
        log.write(ByteBuffer.allocate(HEADER)
                .putInt(frame.length)
                .putLong(checksum(frame))
                .array());
        log.write(frame);
        // Without this the commit is in the kernel's memory, and lost when the machine loses its power.
        log.getFD().sync();
    }

    private static long checksum(byte[] frame) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame);
        return checksum.getValue();
    }

    private void appended(byte[] frame, SyncCommit commit) {
        end += HEADER + frame.length;
        written += 1 + commit.changed().size() + commit.quarantined().size();
    }

    /**
     * Each commit repeats the state and each change a row, so a log grows for ever. This writes what is left of it as one
     * commit into a new file, which takes the old one's place when it is complete.
     */
    void compactIfWorthwhile(ActivityStore memory, AthleteId athlete) {
        List<StoredActivity> rows =
                memory.list(ActivityQuery.of(athlete).includeDeleted().limit(Integer.MAX_VALUE));
        List<QuarantinedActivity> quarantine = memory.quarantined(athlete);
        if (written <= 2L * (rows.size() + quarantine.size()) + TOLERATED) {
            return;
        }
        SyncCommit whole = SyncCommit.first(memory.syncState(athlete).orElseThrow(), rows, quarantine, List.of());
        byte[] frame = CommitCodec.encode(whole);
        try {
            Path next = DataFolder.unfinished(file);
            try (RandomAccessFile fresh = new RandomAccessFile(next.toFile(), "rw")) {
                fresh.setLength(0);
                write(fresh, frame);
            }
            log.close();
            DataFolder.replace(next, file);
            log = new RandomAccessFile(file.toFile(), "rw");
            end = 0;
            written = 0;
            appended(frame, whole);
        } catch (IOException e) {
            throw new StoreException("The log " + file.getFileName() + " cannot be rewritten", true, e);
        }
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            throw new StoreException("The log " + file.getFileName() + " cannot be closed", true, e);
        }
    }
}
