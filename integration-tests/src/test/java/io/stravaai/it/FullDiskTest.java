package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The disk under a database fills up; a file system in memory stands for it, which takes Linux and root to mount. */
@Tag("processes")
class FullDiskTest {

    /** Pages of athletes, far more than there is room for. */
    private static final int TOO_MANY = 10_000;

    @TempDir
    Path folder;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#onDisk")
    void a_commit_for_which_there_is_no_room_fails_whole_and_passes_when_there_is_room(ServersUnderTest database)
            throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), database.smallestDisk());
                ServerUnderTest server = database.start(disk.folder(), List.of())) {
            String url = server.newUrl();
            OpenStores.create(url);
            try (OpenStores stores = OpenStores.open(url)) {
                StoreException failure = null;
                long athlete = 0;
                while (failure == null) {
                    assertThat(++athlete).isLessThan(TOO_MANY);
                    try {
                        commit(stores, athlete);
                    } catch (StoreException e) {
                        failure = e;
                    }
                }
                System.out.println(database + ": room for " + (athlete - 1) + " pages, then: " + failure.getMessage());

                disk.enlarge();
                server.start();
                for (long earlier = 1; earlier < athlete; earlier++) {
                    assertThat(stamp(stores, earlier)).as("page %d", earlier).isEqualTo(1);
                }
                long last = stamp(stores, athlete);
                assertThat(last).isBetween(0L, 1L);
                if (last == 0) {
                    commit(stores, athlete);
                }
                commit(stores, athlete + 1);
                assertThat(stamp(stores, athlete)).isEqualTo(1);
                assertThat(stamp(stores, athlete + 1)).isEqualTo(1);
                Blows.count(database, Blows.Kind.DISK_FULL, 1);
            }
        }
    }

    private static void commit(OpenStores stores, long athlete) {
        assertThat(stores.activities().commit(StampedPage.commit(AthleteId.of(athlete), 1)))
                .isEqualTo(CommitResult.COMMITTED);
    }

    private static long stamp(OpenStores stores, long athlete) {
        return CrashWriter.answered(() -> StampedPage.stamp(stores.activities(), AthleteId.of(athlete)));
    }

    /** A file system of its own. */
    private record SmallDisk(Path folder) implements AutoCloseable {

        static SmallDisk mount(Path folder, String size) throws IOException {
            Files.createDirectory(folder);
            assumeTrue(
                    Script.succeeds("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
                    "Only root on Linux can mount the small file system that this test fills");
            return new SmallDisk(folder);
        }

        void enlarge() {
            assertThat(Script.succeeds("mount", "-o", "remount,size=1g", folder.toString()))
                    .isTrue();
        }

        @Override
        public void close() {
            // What still holds a file open does not hinder it.
            assertThat(Script.succeeds("umount", "-l", folder.toString())).isTrue();
        }
    }
}
