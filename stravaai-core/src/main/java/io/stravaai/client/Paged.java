package io.stravaai.client;

import java.util.stream.Stream;

/**
 * A list that is fetched page by page while it is read: nothing is sent before the first element is asked for, and a page
 * only when the one before it is used up. The list ends at an empty page; a short one is not the last. Each iteration
 * starts anew. Thread-safe, though an iterator and a stream are for one thread.
 *
 * <p>Iteration throws {@link io.stravaai.error.StravaAiException}. Behind the readable elements of a page that holds
 * others it throws {@link io.stravaai.error.ResponseFormatException} once, and then goes on with the next page; read
 * {@link #pages()} to have the unreadable elements themselves.
 *
 * @param <T> what the list holds
 */
public interface Paged<T> extends Iterable<T> {

    /** The first page; one request. */
    Page<T> first();

    /** The pages, the empty one at the end left out. */
    Iterable<Page<T>> pages();

    /** The elements, lazily and in order. */
    Stream<T> stream();
}
