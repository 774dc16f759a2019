package io.stravaai.examples.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.CommitResult;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found after a process was killed. */
class CrashTest {

    private static final AthleteId ATHLETE = AthleteId.of(134815);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void commit_cutAtAnyByte_isThereWholeOrNotAtAll() throws IOException {
        byte[] log = logOfTwoCommits();
        int first = sizeOfTheFirst(log);
        for (int length = 0; length <= log.length; length++) {
            long expected = length < first ? 0 : length < log.length ? 1 : 2;
            String crash = "cut at byte " + length + " of " + log.length;
            if (length % 8 == 0 || length == log.length) {
                assertRecovers(Arrays.copyOf(log, length), expected, crash);
            } else {
                assertHolds(Arrays.copyOf(log, length), expected, crash);
            }
        }
    }

    /** A file system may have written how long the file is, but not what is in it. */
    @Test
    void commit_zeroesFromAnyByteOn_isThereWholeOrNotAtAll() throws IOException {
        byte[] log = logOfTwoCommits();
        for (int from = sizeOfTheFirst(log); from < log.length; from++) {
            byte[] zeroed = log.clone();
            Arrays.fill(zeroed, from, log.length, (byte) 0);
            assertHolds(zeroed, Arrays.equals(zeroed, log) ? 2 : 1, "zeroes from byte " + from + " on");
        }
    }

    @Test
    void log_ofManyCommits_isRewrittenWhenOpened() throws IOException {
        Path log = folder.resolve(ATHLETE.value() + ".log");
        try (FileActivityStore store = FileActivityStore.open(folder)) {
            for (long version = 1; version <= 600; version++) {
                assertThat(store.commit(commit(version))).isEqualTo(CommitResult.COMMITTED);
            }
        }
        long before = Files.size(log);
        // What a crash leaves that came in the middle of rewriting.
        Files.write(folder.resolve(ATHLETE.value() + ".log.new"), new byte[] {1, 2, 3});

        try (FileActivityStore store = FileActivityStore.open(folder)) {
            assertHolds(store, 600);
            assertThat(store.commit(commit(601))).isEqualTo(CommitResult.COMMITTED);
        }

        assertThat(Files.size(log)).isLessThan(before / 100);
        try (FileActivityStore store = FileActivityStore.open(folder)) {
            assertHolds(store, 601);
        }
        assertThat(folder.resolve(ATHLETE.value() + ".log.new")).doesNotExist();
    }

    @Test
    void purge_leavesNoFile() throws IOException {
        try (FileActivityStore store = FileActivityStore.open(folder)) {
            store.commit(commit(1));
            store.purge(ATHLETE);
        }
        assertThat(folder.resolve(ATHLETE.value() + ".log")).doesNotExist();
    }

    @Test
    void interruptedThread_commits_andTheStoreGoesOn() {
        try (FileActivityStore store = FileActivityStore.open(folder)) {
            store.commit(commit(1));
            Thread.currentThread().interrupt();
            assertThat(store.commit(commit(2))).isEqualTo(CommitResult.COMMITTED);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.commit(commit(3))).isEqualTo(CommitResult.COMMITTED);
        }
    }

    @Test
    void folder_openTwice_isRefused() {
        try (FileActivityStore store = FileActivityStore.open(folder)) {
            assertThatThrownBy(() -> FileActivityStore.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is open in another process");
            assertThat(store.syncState(ATHLETE)).isEmpty();
        }
    }

    @Test
    void grant_crashAtAnyByteOfTheNext_isTheOldOne() throws IOException {
        Path file = folder.resolve(ATHLETE.value() + ".grant");
        Path unfinished = folder.resolve(ATHLETE.value() + ".grant.new");
        TokenGrant old = TokenGrant.of("access-1", "refresh-1", NOON, Set.of());
        TokenGrant next = TokenGrant.of("access-2", "refresh-2", NOON, Set.of());
        byte[] before;
        byte[] after;
        try (FileTokenStore store = FileTokenStore.open(folder)) {
            store.put(ATHLETE, old);
            before = Files.readAllBytes(file);
            store.put(ATHLETE, next);
            after = Files.readAllBytes(file);
        }
        for (int length = 0; length <= after.length; length++) {
            Files.write(file, before);
            Files.write(unfinished, Arrays.copyOf(after, length));
            try (FileTokenStore store = FileTokenStore.open(folder)) {
                assertThat(store.find(ATHLETE).map(StoredGrant::grant)).contains(old);
                assertThat(store.athletes(null, 10)).containsExactly(ATHLETE);
            }
            assertThat(unfinished).doesNotExist();
        }
    }

    private byte[] logOfTwoCommits() throws IOException {
        Path path = folder.resolve("written");
        try (FileActivityStore store = FileActivityStore.open(path)) {
            assertThat(store.commit(commit(1))).isEqualTo(CommitResult.COMMITTED);
            assertThat(store.commit(commit(2))).isEqualTo(CommitResult.COMMITTED);
        }
        return Files.readAllBytes(path.resolve(ATHLETE.value() + ".log"));
    }

    private int sizeOfTheFirst(byte[] log) throws IOException {
        Path path = folder.resolve("first");
        try (FileActivityStore store = FileActivityStore.open(path)) {
            store.commit(commit(1));
        }
        byte[] first = Files.readAllBytes(path.resolve(ATHLETE.value() + ".log"));
        assertThat(Arrays.copyOf(log, first.length)).isEqualTo(first);
        return first.length;
    }

    private void assertHolds(byte[] log, long expected, String crash) throws IOException {
        Path path = Files.createDirectories(folder.resolve("crashed"));
        Files.write(path.resolve(ATHLETE.value() + ".log"), log);
        try (FileActivityStore store = FileActivityStore.open(path)) {
            assertThat(store.syncState(ATHLETE).map(SyncState::version).orElse(0L))
                    .as(crash)
                    .isEqualTo(expected);
            assertHolds(store, expected);
        }
    }

    /** Holds what is expected, and goes on from there. */
    private void assertRecovers(byte[] log, long expected, String crash) throws IOException {
        assertHolds(log, expected, crash);
        Path path = folder.resolve("crashed");
        try (FileActivityStore store = FileActivityStore.open(path)) {
            assertThat(store.commit(commit(expected + 1))).as(crash).isEqualTo(CommitResult.COMMITTED);
        }
        try (FileActivityStore store = FileActivityStore.open(path)) {
            assertHolds(store, expected + 1);
        }
    }

    private static void assertHolds(ActivityStore store, long version) {
        Optional<SyncState> state = version == 0 ? Optional.empty() : Optional.of(state(version));
        assertThat(store.syncState(ATHLETE)).isEqualTo(state);
        assertThat(store.list(ActivityQuery.of(ATHLETE)).stream()
                        .map(row -> row.name().orElse("")))
                .containsExactlyElementsOf(version == 0 ? List.of() : List.of("B" + version, "A" + version));
        assertThat(store.quarantined(ATHLETE).stream().map(QuarantinedActivity::attempts))
                .containsExactlyElementsOf(version == 0 ? List.of() : List.of((int) version));
    }

    private static SyncState state(long version) {
        return SyncState.builder(ATHLETE, version)
                .nextDueAt(NOON.plusSeconds(version))
                .build();
    }

    /** Rows and an entry that tell of which version they are. */
    private static SyncCommit commit(long version) {
        QuarantinedActivity entry =
                QuarantinedActivity.of(ATHLETE, "{".getBytes(StandardCharsets.UTF_8), "not an object", NOON, null);
        return SyncCommit.of(
                state(version),
                List.of(row(1, "A" + version), row(2, "B" + version)),
                List.of(entry.tried((int) version, null, "")),
                List.of());
    }

    private static StoredActivity row(long id, String name) {
        return StoredActivity.builder(ATHLETE, ActivityId.of(id), "{\"id\":" + id + "}", NOON)
                .name(name)
                .startDate(NOON.plusSeconds(id))
                .build();
    }
}
