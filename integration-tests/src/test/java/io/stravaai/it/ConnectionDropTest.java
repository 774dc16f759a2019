package io.stravaai.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.auth.StoredGrant;
import io.stravaai.error.StoreException;
import io.stravaai.model.AthleteId;
import io.stravaai.store.CommitResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to the database breaks at each packet of a write, one after the other. */
@Tag("processes")
class ConnectionDropTest {

    private static final AthleteId ATHLETE = AthleteId.of(103);

    /** More packets than a write has. */
    private static final int ENOUGH = 500;

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#servers")
    void a_commit_whose_connection_is_cut_at_any_packet_is_stored_whole_or_not_at_all_and_can_be_repeated(
            ServersUnderTest database) throws Exception {
        try (Line line = new Line(database.shared(), 0)) {
            line.commit(1);
            long stamp = 1;
            int stored = 0;
            int undone = 0;
            int cuts = 0;
            for (CuttingProxy.Stage stage : CuttingProxy.Stage.values()) {
                for (boolean newRow : new boolean[] {false, true}) {
                    boolean hit = true;
                    for (int packet = 1; hit; packet++) {
                        assertThat(packet).isLessThan(ENOUGH);
                        if (StampedPage.bringsNewRow(++stamp) != newRow) {
                            line.commit(stamp++);
                        }
                        line.proxy.cutAt(stage, packet);
                        boolean acknowledged = line.tryToCommit(stamp);
                        hit = line.proxy.disarm();
                        if (hit) {
                            cuts++;
                        } else {
                            assertThat(acknowledged)
                                    .as("commit %d, with no cut at all", stamp)
                                    .isTrue();
                        }
                        long found = StampedPage.stamp(line.direct.activities(), ATHLETE);
                        assertThat(found)
                                .as("stored after a cut %s %d", stage, packet)
                                .isBetween(acknowledged ? stamp : stamp - 1, stamp);
                        stored += !acknowledged && found == stamp ? 1 : 0;
                        undone += !acknowledged && found != stamp ? 1 : 0;
                        line.commit(stamp);
                        assertThat(StampedPage.stamp(line.direct.activities(), ATHLETE))
                                .as("stored after it was repeated")
                                .isEqualTo(stamp);
                    }
                }
            }
            System.out.println(database + ": " + stamp + " commits, of those that failed were stored " + stored
                    + ", undone " + undone);
            assertThat(stored).isPositive();
            assertThat(undone).isPositive();
            Blows.count(database, Blows.Kind.CONNECTION_CUT, cuts);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#servers")
    void a_grant_whose_connection_is_cut_at_any_packet_is_replaced_or_not_and_never_lost(ServersUnderTest database)
            throws Exception {
        try (Line line = new Line(database.shared(), 0)) {
            StoredGrant held = line.direct.tokens().put(ATHLETE, StampedPage.grant(1));
            long stamp = 1;
            int cuts = 0;
            for (CuttingProxy.Stage stage : CuttingProxy.Stage.values()) {
                boolean hit = true;
                for (int packet = 1; hit; packet++) {
                    assertThat(packet).isLessThan(ENOUGH);
                    stamp++;
                    line.proxy.cutAt(stage, packet);
                    boolean acknowledged = line.tryToReplace(held.version(), stamp);
                    hit = line.proxy.disarm();
                    cuts += hit ? 1 : 0;
                    assertThat(StampedPage.stampOfGrant(line.direct.tokens(), ATHLETE))
                            .as("stored after a cut %s %d", stage, packet)
                            .isBetween(acknowledged || !hit ? stamp : stamp - 1, stamp);
                    line.replace(held.version(), stamp);
                    held = line.direct.tokens().find(ATHLETE).orElseThrow();
                    assertThat(held.grant()).isEqualTo(StampedPage.grant(stamp));
                }
            }
            Blows.count(database, Blows.Kind.CONNECTION_CUT, cuts);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("io.stravaai.it.ServersUnderTest#endingSilentClients")
    void a_commit_whose_packets_are_swallowed_ends_by_the_timeouts_and_holds_up_nobody_for_longer(
            ServersUnderTest database) throws Exception {
        try (Line line = new Line(database.shared(), 1)) {
            line.commit(1);
            // With some of the commit at the server, which holds its locks for it.
            line.proxy.swallowFrom(4);
            long begun = System.nanoTime();
            boolean acknowledged = line.tryToCommit(2);
            assertThat(acknowledged).isFalse();
            assertThat(line.proxy.disarm()).isTrue();

            assertThat(line.direct.activities().commit(StampedPage.commit(ATHLETE, 2)))
                    .isEqualTo(CommitResult.COMMITTED);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            // More than once may it find a connection that is as silent.
            CrashWriter.answered(() -> line.far.activities().commit(StampedPage.commit(ATHLETE, 3)));
            assertThat(StampedPage.stamp(line.direct.activities(), ATHLETE)).isEqualTo(3);
            Blows.count(database, Blows.Kind.PACKETS_SWALLOWED, 1);
        }
    }

    /** A node whose way to the database can be cut, beside one that is near. */
    private static final class Line implements AutoCloseable {

        final CuttingProxy proxy;
        final OpenStores direct;
        final OpenStores far;

        /**
         * Creates the tables.
         *
         * @param timeoutSeconds how long the far node, and the server for its sake, wait for packets; 0 for ever
         */
        Line(ServerUnderTest server, int timeoutSeconds) {
            this.proxy = new CuttingProxy(server.port());
            String url = server.newUrl();
            OpenStores.create(url);
            this.direct = OpenStores.open(url);
            String far = proxy.through(url);
            this.far = OpenStores.openOnOneConnection(
                    timeoutSeconds == 0 ? far : server.withTimeouts(far, timeoutSeconds));
        }

        /** Whether the far node was told that the commit is stored. */
        boolean tryToCommit(long stamp) {
            try {
                CommitResult result = far.activities().commit(StampedPage.commit(ATHLETE, stamp));
                assertThat(result).as("commit %d", stamp).isEqualTo(CommitResult.COMMITTED);
                return true;
            } catch (StoreException e) {
                assertThat(e.retryable()).as(e::getMessage).isTrue();
                return false;
            }
        }

        /** Until the far node is told that it is, now or since before. */
        void commit(long stamp) {
            repeat(() -> far.activities().commit(StampedPage.commit(ATHLETE, stamp)));
        }

        void replace(long version, long stamp) {
            repeat(() -> far.tokens().replace(ATHLETE, version, StampedPage.grant(stamp)));
        }

        /** The connection may have broken while nobody used it, which is found out once. */
        private static void repeat(Runnable write) {
            try {
                write.run();
            } catch (StoreException e) {
                assertThat(e.retryable()).as(e::getMessage).isTrue();
                write.run();
            }
        }

        boolean tryToReplace(long version, long stamp) {
            try {
                Optional<StoredGrant> stored = far.tokens().replace(ATHLETE, version, StampedPage.grant(stamp));
                assertThat(stored).as("grant %d", stamp).isPresent();
                return true;
            } catch (StoreException e) {
                assertThat(e.retryable()).as(e::getMessage).isTrue();
                return false;
            }
        }

        @Override
        public void close() {
            far.close();
            direct.close();
            proxy.close();
        }
    }
}
