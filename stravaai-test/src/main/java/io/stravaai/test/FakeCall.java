package io.stravaai.test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A request that found its operation.
 *
 * @param athlete whose token it carries
 * @param parts what stands in the path for the names in braces
 */
record FakeCall(FakeRequest request, FakeAthlete athlete, Instant now, List<String> parts) {

    private static final int MAX_PER_PAGE = 200;

    /** A request that cannot be answered. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient FakeResponse response;

        Refusal(FakeResponse response) {
            super("Refused with " + response.status(), null, false, false);
            this.response = response;
        }

        FakeResponse response() {
            return response;
        }
    }

    /** The first number of the path; 0, which nothing has, for one that is too large. */
    long id() {
        try {
            return Long.parseLong(parts.get(0));
        } catch (NumberFormatException tooLarge) {
            return 0;
        }
    }

    Map<String, String> query() {
        return request.query();
    }

    /** A whole number of the query. */
    long number(String name, long otherwise) {
        String text = query().getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Refusal(Faults.badRequest("Application", name, "invalid"));
        }
    }

    int page() {
        long page = number("page", 1);
        if (page < 1 || page > Integer.MAX_VALUE) {
            throw new Refusal(Faults.badRequest("Application", "page", "invalid"));
        }
        return (int) page;
    }

    int perPage() {
        return perPage("per_page");
    }

    int perPage(String name) {
        long perPage = number(name, 30);
        if (perPage < 1 || perPage > MAX_PER_PAGE) {
            throw new Refusal(Faults.badRequest("Application", name, "invalid"));
        }
        return (int) perPage;
    }

    /** The page that is asked for of all elements. */
    FakeResponse page(List<String> elements) {
        long from = Math.min(elements.size(), (page() - 1L) * perPage());
        long to = Math.min(elements.size(), from + perPage());
        return FakeResponse.json(200, Json.array(elements.subList((int) from, (int) to)));
    }
}
