package io.stravaai.internal.analytics;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.ActivityQuery;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.ForwardingActivityStore;
import io.stravaai.store.KnownActivity;
import io.stravaai.store.KnownQuery;
import io.stravaai.store.StoredActivity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what is read. */
final class CountingStore extends ForwardingActivityStore {

    int reads;
    int found;
    int compared;

    CountingStore(ActivityStore store) {
        super(store);
    }

    @Override
    public List<KnownActivity> known(KnownQuery query) {
        reads++;
        compared++;
        return super.known(query);
    }

    @Override
    public Optional<StoredActivity> find(AthleteId athlete, ActivityId activity) {
        reads++;
        found++;
        return super.find(athlete, activity);
    }

    @Override
    public List<StoredActivity> list(ActivityQuery query) {
        reads++;
        return new ArrayList<>(super.list(query));
    }
}
