package io.stravaai.examples.customstore;

import io.stravaai.error.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that belongs to this process as long as it is open. Thread-safe.
 *
 * <p>The version of a state guards against a second writer only if both look at the same place. Here that is the memory of one
 * process, so there must not be a second process, and a lock on a file keeps it out.
 */
final class DataFolder implements AutoCloseable {

    private static final String UNFINISHED = ".new";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lock =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isMine(lock)) {
                lock.close();
                throw new StoreException(
                        "The folder " + path.getFileName() + " is open in another process, or twice in this one",
                        true,
                        null);
            }
            DataFolder folder = new DataFolder(path, lock);
            // What was being written when a process was killed, and never took its place.
            folder.files(UNFINISHED).forEach(folder::delete);
            return folder;
        } catch (IOException e) {
            throw new StoreException("The folder " + path.getFileName() + " cannot be opened", true, e);
        }
    }

    private static boolean isMine(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** Names come from ids, which are numbers, so that no text of an athlete ever becomes a path. */
    Path file(String name) {
        return path.resolve(name);
    }

    List<Path> files(String ending) {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("The folder " + path.getFileName() + " cannot be read", true, e);
        }
    }

    /** The name without its ending. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** Where the next content of a file is written before it takes its place. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    /** The new file takes the place of the old one; whoever looks finds one of the two, also after a crash. */
    static void replace(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolderOf(file);
    }

    boolean delete(String name) {
        return delete(path.resolve(name));
    }

    private boolean delete(Path file) {
        try {
            boolean deleted = Files.deleteIfExists(file);
            forceFolderOf(file);
            return deleted;
        } catch (IOException e) {
            throw new StoreException("The file " + file.getFileName() + " cannot be deleted", true, e);
        }
    }

    /** Names of files are content of their folder, and as little on the disk before it was forced. */
    static void forceFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // Windows cannot open a folder, and writes names at once.
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    void checkOpen() {
        if (!lock.isOpen()) {
            throw new StoreException("The store is closed", false, null);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("The folder " + path.getFileName() + " cannot be closed", true, e);
        }
    }
}
