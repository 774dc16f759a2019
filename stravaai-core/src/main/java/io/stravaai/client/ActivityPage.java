package io.stravaai.client;

import io.stravaai.model.ActivitySummary;
import java.util.List;

/**
 * One page of a list of activities, in Strava's order.
 *
 * @param activities the elements that could be read
 * @param unreadable the others
 */
public record ActivityPage(List<ActivitySummary> activities, List<UnreadableElement> unreadable) {

    public ActivityPage {
        activities = List.copyOf(activities);
        unreadable = List.copyOf(unreadable);
    }

    /** Whether Strava sent an empty array, which alone says that the list has ended: a short page does not. */
    public boolean isEmpty() {
        return activities.isEmpty() && unreadable.isEmpty();
    }
}
