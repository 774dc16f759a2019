package io.stravaai.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredActivity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreBenchmarkTest {

    private static final Load TINY = new Load(1_200, 400, 400, 1, 2, 2, 2, 300);

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "mariadb", "mysql", "mongodb"})
    void measures_each_task_and_shows_the_plans(String database) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Server server = StoreBenchmark.start(database);
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new StoreMeasurement(server, TINY, out).run();
        } catch (NoServerException e) {
            abort(e.getMessage());
        }

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .anySatisfy(line -> assertThat(line).contains("1,200 activities of 3 athletes"))
                .anySatisfy(line -> assertThat(line).startsWith("list of 200").contains("by hand"))
                .anySatisfy(line -> assertThat(line).startsWith("list of 200").contains("among the first"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("next 200 of a list").contains("by hand"))
                .anySatisfy(line -> assertThat(line).startsWith("find").contains("by hand"))
                .anySatisfy(line -> assertThat(line).startsWith("find").contains("among the first"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("commit of a page").contains("rows/s"))
                .anySatisfy(line -> assertThat(line).startsWith("purge of 300").contains("by hand"))
                .anySatisfy(line -> assertThat(line).startsWith("plan of list"))
                .anySatisfy(line -> assertThat(line).startsWith("plan of purge"))
                .anySatisfy(line -> assertThat(line).startsWith("    ").contains("stravaai_activity"));
    }

    @Test
    void a_plan_is_that_of_the_statement_that_the_store_sends() throws Exception {
        try (Server server = StoreBenchmark.start("sqlite");
                Tables tables = server.tables("plans")) {
            List<String> plan = tables.plan(store -> store.purge(AthleteId.of(1)));

            assertThat(plan).hasSize(1);
            assertThat(plan.get(0)).contains("SEARCH stravaai_activity", "athlete_id=?");
            assertThat(plan).noneMatch(tables::isFullScan);
            assertThat(tables.isFullScan("SCAN stravaai_activity")).isTrue();
        }
    }

    @Test
    void deleting_by_hand_leaves_other_athletes_alone() throws Exception {
        AthleteId athlete = AthleteId.of(1);
        AthleteId other = AthleteId.of(2);
        Histories histories = new Histories();
        try (Server server = StoreBenchmark.start("sqlite");
                Tables tables = server.tables("deletes")) {
            tables.floor().insert(histories.rows(athlete, 0, 3));
            tables.floor().insert(histories.rows(other, 0, 2));

            tables.floor().delete(athlete);

            assertThat(tables.floor().list(athlete, 10)).isEmpty();
            assertThat(tables.floor().list(other, 10))
                    .extracting(StoredActivity::id)
                    .containsExactly(Histories.id(other, 0), Histories.id(other, 1));
        }
    }

    @Test
    void a_database_that_no_variable_names_says_how_to_have_it() {
        assertThatThrownBy(() -> NoServerException.variable("STRAVAAI_TEST_NOTHING_URL", "start one"))
                .isInstanceOf(NoServerException.class)
                .hasMessage("no server is named in STRAVAAI_TEST_NOTHING_URL; start one");
    }

    @Test
    void an_unknown_database_is_refused_with_the_known_ones_named() {
        assertThatThrownBy(() -> StoreBenchmark.start("oracle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oracle")
                .hasMessageContaining("sqlite");
    }
}
