package io.stravaai.internal.client;

import io.stravaai.client.Page;
import io.stravaai.client.Paged;
import io.stravaai.error.ResponseFormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pages, each found by a key that follows from the page before it.
 *
 * @param <T> what the list holds
 * @param <K> what finds a page: a number or a cursor
 */
final class LazyPages<T, K> implements Paged<T> {

    private final K start;
    private final Function<K, Page<T>> fetch;
    private final BiFunction<K, Page<T>, K> next;

    LazyPages(K start, Function<K, Page<T>> fetch, BiFunction<K, Page<T>, K> next) {
        this.start = start;
        this.fetch = fetch;
        this.next = next;
    }

    /** Pages that are counted from this number. */
    static <T> Paged<T> numbered(int start, IntFunction<Page<T>> fetch) {
        return new LazyPages<>(start, fetch::apply, (number, page) -> number + 1);
    }

    @Override
    public Page<T> first() {
        return fetch.apply(start);
    }

    @Override
    public Iterable<Page<T>> pages() {
        return PageIterator::new;
    }

    @Override
    public Iterator<T> iterator() {
        return new ElementIterator(new PageIterator());
    }

    @Override
    public Stream<T> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private final class PageIterator implements Iterator<Page<T>> {

        private K key = start;
        private @Nullable Page<T> before;
        private @Nullable Page<T> ready;
        private List<T> last = List.of();
        private boolean ended;

        @Override
        public boolean hasNext() {
            if (ready == null && !ended) {
                if (before != null) {
                    key = next.apply(key, before);
                    before = null;
                }
                // If this throws, the next call asks for the same page again.
                Page<T> page = fetch.apply(key);
                if (page.isEmpty()) {
                    ended = true;
                } else if (!last.isEmpty() && page.elements().equals(last)) {
                    throw new ResponseFormatException("Expected another page, but the same comes again", null);
                } else {
                    last = page.elements();
                    ready = page;
                }
            }
            return ready != null;
        }

        @Override
        public Page<T> next() {
            if (!hasNext() || ready == null) {
                throw new NoSuchElementException("The list has ended");
            }
            Page<T> page = ready;
            before = page;
            ready = null;
            return page;
        }
    }

    private final class ElementIterator implements Iterator<T> {

        private final Iterator<Page<T>> pages;
        private final Deque<T> elements = new ArrayDeque<>();
        private @Nullable Page<T> current;

        ElementIterator(Iterator<Page<T>> pages) {
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            while (elements.isEmpty()) {
                Page<T> used = current;
                current = null;
                if (used != null && !used.unreadable().isEmpty()) {
                    throw new ResponseFormatException(
                            used.unreadable().size() + " of a page's elements cannot be read, the first because of "
                                    + used.unreadable().get(0).reason()
                                    + "; iterate over pages() to have their bytes, or go on to leave them out",
                            null,
                            null,
                            false);
                }
                if (!pages.hasNext()) {
                    return false;
                }
                current = pages.next();
                elements.addAll(current.elements());
            }
            return true;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The list has ended");
            }
            return elements.remove();
        }
    }
}
