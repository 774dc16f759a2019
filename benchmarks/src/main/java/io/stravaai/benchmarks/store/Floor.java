package io.stravaai.benchmarks.store;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredActivity;
import java.util.List;

/**
 * What a program without a library would write for one database, as short and fast as it gets: nothing is guarded,
 * counted, tried again or explained when it fails. It writes and reads the same columns as the store, and makes the same
 * objects of them.
 */
interface Floor {

    /** Inserts rows that are not there yet, in one transaction. */
    void insert(List<StoredActivity> rows) throws Exception;

    /** The athlete's latest activities that are not deleted. */
    List<StoredActivity> list(AthleteId athlete, int limit) throws Exception;

    /** What follows this activity in that list. */
    List<StoredActivity> listAfter(StoredActivity last, int limit) throws Exception;

    /** The activity, which is there. */
    StoredActivity find(AthleteId athlete, ActivityId activity) throws Exception;

    /** Deletes all rows of the athlete that an {@link io.stravaai.store.ActivityStore} has, in one transaction. */
    void delete(AthleteId athlete) throws Exception;
}
