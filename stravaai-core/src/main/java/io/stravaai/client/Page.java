package io.stravaai.client;

import java.util.List;

/**
 * One page of a list, in Strava's order.
 *
 * @param elements the elements that could be read
 * @param unreadable the others
 * @param <T> what the list holds
 */
public record Page<T>(List<T> elements, List<UnreadableElement> unreadable) {

    public Page {
        elements = List.copyOf(elements);
        unreadable = List.copyOf(unreadable);
    }

    /** Whether Strava sent an empty array, which alone says that the list has ended: a short page does not. */
    public boolean isEmpty() {
        return elements.isEmpty() && unreadable.isEmpty();
    }

    /** Says how many there are: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "Page[" + elements.size() + " elements, " + unreadable.size() + " unreadable]";
    }
}
