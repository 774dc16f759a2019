package io.stravaai.benchmarks.store;

import io.stravaai.benchmarks.Comparison;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.StoredActivity;
import java.util.List;
import java.util.Random;

/** Lists and finds of any athlete: by the store and by hand, and by the store in the tables and in smaller ones. */
final class ReadTasks {

    private static final double MOST = 1.3;
    private static final double MOST_BY_GROWTH = 2;

    private final Random random = new Random(1);
    private final Histories histories;
    private final Load load;
    private final Tables tables;
    private final Tables baseline;

    private final Comparison lists = byHand("list of 200");
    private final Comparison nextLists = byHand("next 200 of a list");
    private final Comparison finds = byHand("find");
    private final Comparison grownLists = grown("list of 200");
    private final Comparison grownNextLists = grown("next 200 of a list");
    private final Comparison grownFinds = grown("find");

    /**
     * Tasks on filled tables.
     *
     * @param baseline what was filled with {@link Load#baseline()} activities
     */
    ReadTasks(Histories histories, Load load, Tables tables, Tables baseline) {
        this.histories = histories;
        this.load = load;
        this.tables = tables;
        this.baseline = baseline;
    }

    void round() throws Exception {
        Floor floor = tables.floor();
        ActivityStore store = tables.store();
        lists.round(load.lists(), i -> list(store), i -> floor.list(athlete(), Load.PAGE));
        nextLists.round(load.lists(), i -> listAfter(store), i -> floor.listAfter(position(athlete()), Load.PAGE));
        finds.round(load.finds(), i -> find(store), i -> {
            AthleteId athlete = athlete();
            floor.find(athlete, activity(athlete));
        });
        if (load.grows()) {
            ActivityStore small = baseline.store();
            grownLists.round(load.lists(), i -> list(store), i -> list(small, baselineAthlete()));
            grownNextLists.round(load.lists(), i -> listAfter(store), i -> listAfter(small, baselineAthlete()));
            grownFinds.round(load.finds(), i -> find(store), i -> find(small, baselineAthlete()));
        }
    }

    List<Comparison> comparisons() {
        return load.grows()
                ? List.of(lists, nextLists, finds, grownLists, grownNextLists, grownFinds)
                : List.of(lists, nextLists, finds);
    }

    /** A floor that reads less than the store would make any store look slow. */
    void requireSameRows() throws Exception {
        AthleteId athlete = athlete();
        StoredActivity position = position(athlete);
        ActivityQuery query = ActivityQuery.of(athlete).limit(Load.PAGE);
        requireSame(tables.store().list(query), tables.floor().list(athlete, Load.PAGE));
        requireSame(tables.store().list(query.after(position)), tables.floor().listAfter(position, Load.PAGE));
        requireSame(
                tables.store().find(athlete, position.id()).stream().toList(),
                List.of(tables.floor().find(athlete, position.id())));
    }

    private static void requireSame(List<StoredActivity> fromStore, List<StoredActivity> byHand) {
        boolean same = fromStore.size() == byHand.size() && !byHand.isEmpty();
        for (int i = 0; same && i < byHand.size(); i++) {
            same = values(fromStore.get(i)).equals(values(byHand.get(i)));
        }
        if (!same) {
            throw new IllegalStateException("The store and the floor do not read the same rows");
        }
    }

    private static List<Object> values(StoredActivity row) {
        return List.of(
                row.athlete(),
                row.id(),
                row.startDate(),
                row.startDateLocal(),
                row.name(),
                row.sportType(),
                row.distance(),
                row.movingTime(),
                row.rawJson(),
                row.contentHash(),
                row.observedAt(),
                row.deletedAt(),
                row.deletionReason());
    }

    void list(ActivityStore store) {
        list(store, athlete());
    }

    void listAfter(ActivityStore store) {
        listAfter(store, athlete());
    }

    void find(ActivityStore store) {
        find(store, athlete());
    }

    private static void list(ActivityStore store, AthleteId athlete) {
        store.list(ActivityQuery.of(athlete).limit(Load.PAGE));
    }

    private void listAfter(ActivityStore store, AthleteId athlete) {
        store.list(ActivityQuery.of(athlete).limit(Load.PAGE).after(position(athlete)));
    }

    private void find(ActivityStore store, AthleteId athlete) {
        if (store.find(athlete, activity(athlete)).isEmpty()) {
            throw new IllegalStateException("The store has lost an activity");
        }
    }

    private AthleteId athlete() {
        return AthleteId.of(1 + random.nextInt(load.athletes(load.activities())));
    }

    private AthleteId baselineAthlete() {
        return AthleteId.of(1 + random.nextInt(load.athletes(load.baseline())));
    }

    /** One after which a whole page follows. */
    private StoredActivity position(AthleteId athlete) {
        return histories
                .rows(athlete, random.nextInt(load.perAthlete() - Load.PAGE), 1)
                .get(0);
    }

    private ActivityId activity(AthleteId athlete) {
        return Histories.id(athlete, random.nextInt(load.perAthlete()));
    }

    private static Comparison byHand(String task) {
        return Comparison.ofTimes(task, "StravaAI", "by hand", MOST);
    }

    private static Comparison grown(String task) {
        return Comparison.ofTimes(task, "among all", "among the first", MOST_BY_GROWTH);
    }
}
