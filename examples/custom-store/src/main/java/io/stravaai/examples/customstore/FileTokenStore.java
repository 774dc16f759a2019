package io.stravaai.examples.customstore;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Grants in files, one for each athlete, which a new one replaces whole. Thread-safe.
 *
 * <p>A grant is small, so it needs no log: the new file is written beside the old one, forced to the disk, and then renamed
 * over it. A crash leaves the old file or the new one, and perhaps an unfinished one that the next start removes. The tokens
 * stand in the files as they are; only their owner may read them.
 */
public final class FileTokenStore implements TokenStore, AutoCloseable {

    private static final int FORMAT = 1;

    private final DataFolder folder;

    /** Between the look at the version and the rename nobody else may write. */
    private final ReentrantLock writing = new ReentrantLock();

    /**
     * A version must never come back, not even after the file that held it was deleted. A counter would have to outlive the
     * file; chance need not.
     */
    private final SecureRandom random = new SecureRandom();

    private FileTokenStore(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder, and makes it if it is not there.
     *
     * @throws StoreException if it cannot be read, or belongs to another process
     */
    public static FileTokenStore open(Path path) {
        return new FileTokenStore(DataFolder.open(path));
    }

    @Override
    public Optional<StoredGrant> find(AthleteId athlete) {
        folder.checkOpen();
        try (Fields.Reader in = new Fields.Reader(Files.newInputStream(file(athlete)))) {
            if (in.number() != FORMAT) {
                throw new IOException("Written by a newer version");
            }
            long version = in.number();
            TokenGrant grant = TokenGrant.of(in.text(), in.text(), in.instant(), Scope.parse(in.text()));
            Optional<String> owner = in.optional(in::text);
            RefreshClaim claim =
                    owner.isPresent() ? new RefreshClaim(owner.get(), in.instant(), in.number() == 1) : null;
            return Optional.of(StoredGrant.of(athlete, version, grant, claim));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("The grant of athlete " + athlete + " cannot be read", true, e);
        }
    }

    @Override
    public StoredGrant put(AthleteId athlete, TokenGrant grant) {
        writing.lock();
        try {
            return write(StoredGrant.of(athlete, nextVersion(), grant, null));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
        writing.lock();
        try {
            return find(athlete)
                    .filter(stored -> stored.version() == expectedVersion)
                    .map(stored -> write(StoredGrant.of(athlete, nextVersion(), stored.grant(), claim)));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
        writing.lock();
        try {
            long version = find(athlete).map(StoredGrant::version).orElse(0L);
            return version == expectedVersion
                    ? Optional.of(write(StoredGrant.of(athlete, nextVersion(), grant, claim)))
                    : Optional.empty();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean delete(AthleteId athlete, long expectedVersion) {
        writing.lock();
        try {
            return find(athlete)
                    .filter(stored -> stored.version() == expectedVersion)
                    .map(stored -> folder.delete(name(athlete)))
                    .orElse(false);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
        folder.checkOpen();
        return folder.files(".grant").stream()
                .map(file -> AthleteId.of(Long.parseLong(DataFolder.stem(file))))
                .filter(athlete -> athlete.value() > (after == null ? 0 : Math.max(0, after.value())))
                .sorted()
                .limit(limit)
                .toList();
    }

    private StoredGrant write(StoredGrant stored) {
        folder.checkOpen();
        Path file = file(stored.athlete());
        Path next = DataFolder.unfinished(file);
        try {
            byte[] content = encode(stored);
            Files.deleteIfExists(next);
            create(next);
            try (FileOutputStream out = new FileOutputStream(next.toFile())) {
                out.write(content);
                // Before the rename: a name must not be on the disk earlier than what it names.
                out.getFD().sync();
            }
            DataFolder.replace(next, file);
            return stored;
        } catch (IOException e) {
            throw new StoreException("The grant of athlete " + stored.athlete() + " cannot be written", true, e);
        }
    }

    private static byte[] encode(StoredGrant stored) {
        TokenGrant grant = stored.grant();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Fields.Writer out = new Fields.Writer(bytes)) {
            out.number(FORMAT);
            out.number(stored.version());
            out.text(grant.accessToken());
            out.text(grant.refreshToken());
            out.instant(grant.expiresAt());
            out.text(Scope.format(grant.scopes()));
            out.optional(stored.claim().map(RefreshClaim::owner), out::text);
            if (stored.claim().isPresent()) {
                out.instant(stored.claim().get().claimedAt());
                out.number(stored.claim().get().inDoubt() ? 1 : 0);
            }
        } catch (IOException e) {
            throw new StoreException("The grant holds what is not text", false, null);
        }
        return bytes.toByteArray();
    }

    /** Only the owner may read it, from the beginning. */
    private static void create(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private Path file(AthleteId athlete) {
        return folder.file(name(athlete));
    }

    private static String name(AthleteId athlete) {
        return athlete.value() + ".grant";
    }

    private long nextVersion() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    /** Lets another process have the folder. */
    @Override
    public void close() {
        folder.close();
    }
}
