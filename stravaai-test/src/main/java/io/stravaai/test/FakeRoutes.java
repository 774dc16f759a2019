package io.stravaai.test;

import io.stravaai.auth.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which operations there are below the base of the API, and what they ask of a token. Immutable once it is filled. */
final class FakeRoutes {

    private final List<Route> routes = new ArrayList<>();

    /** Which quota a request is charged to. */
    enum Charge {
        ALL,
        UPLOAD
    }

    /** Whether a token may call it. Any one of the scopes is enough; no scope asks for none. */
    record Access(List<Scope> oneOf, FakeResponse otherwise) {

        static final Access ANY = new Access(List.of(), Faults.forbidden());

        /** The fault names the first. */
        static Access of(Scope first, Scope... others) {
            List<Scope> all = new ArrayList<>(List.of(others));
            all.add(0, first);
            return new Access(List.copyOf(all), Faults.scopeMissing(first.name()));
        }

        boolean permits(FakeAthlete athlete) {
            return oneOf.isEmpty() || oneOf.stream().anyMatch(athlete.scopes()::contains);
        }
    }

    record Route(
            String method, Pattern path, Access access, Charge charge, Function<FakeCall, FakeResponse> operation) {}

    record Found(Route route, List<String> parts) {}

    /**
     * Adds an operation. Where two fit a request the one that was added first is taken.
     *
     * @param path such as {@code /activities/{id}}; an {@code {id}} is a number, any other name stands for any text
     */
    void add(String method, String path, Access access, Function<FakeCall, FakeResponse> operation) {
        add(method, path, access, Charge.ALL, operation);
    }

    void add(String method, String path, Access access, Charge charge, Function<FakeCall, FakeResponse> operation) {
        Pattern pattern = Pattern.compile(path.replace("{id}", "([0-9]{1,19})").replaceAll("\\{\\w+}", "([^/]+)"));
        routes.add(new Route(method, pattern, access, charge, operation));
    }

    Optional<Found> find(String method, String path) {
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(path);
            if (route.method.equals(method) && matcher.matches()) {
                List<String> parts = new ArrayList<>();
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    parts.add(matcher.group(i));
                }
                return Optional.of(new Found(route, List.copyOf(parts)));
            }
        }
        return Optional.empty();
    }
}
