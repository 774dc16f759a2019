package io.stravaai.test;

import io.stravaai.model.ClubId;
import io.stravaai.test.FakeRoutes.Access;
import java.util.Optional;
import java.util.TreeMap;

/** Clubs, and what has become of their lists of people and activities. */
final class ClubResource {

    private final TreeMap<Long, String> names = new TreeMap<>();

    ClubId add(long id, String name) {
        names.put(id, name);
        return ClubId.of(id);
    }

    void addTo(FakeRoutes routes) {
        routes.add("GET", "/athlete/clubs", Access.ANY, this::list);
        routes.add("GET", "/clubs/{id}", Access.ANY, this::club);
        routes.add("GET", "/clubs/{id}/group_events", Access.ANY, this::events);
        routes.add("GET", "/clubs/{id}/members", Access.ANY, call -> Faults.internal());
        routes.add("GET", "/clubs/{id}/admins", Access.ANY, call -> Faults.internal());
    }

    private FakeResponse list(FakeCall call) {
        return call.page(call.athlete().clubs().stream().map(this::summary).toList());
    }

    String summary(long id) {
        return json(id, 2).toString();
    }

    private FakeResponse club(FakeCall call) {
        existing(call);
        boolean member = call.athlete().clubs().contains(call.id());
        return FakeResponse.json(
                200,
                json(call.id(), 3)
                        .raw("membership", member ? "\"member\"" : "null")
                        .raw("admin", false)
                        .raw("owner", false)
                        .text("description", "")
                        .raw("following_count", 0)
                        .toString());
    }

    private FakeResponse events(FakeCall call) {
        existing(call);
        return FakeResponse.json(200, "[]");
    }

    private void existing(FakeCall call) {
        if (!names.containsKey(call.id())) {
            throw new FakeCall.Refusal(Faults.notFound("Club"));
        }
    }

    private JsonMembers json(long id, int resourceState) {
        return new JsonMembers()
                .raw("id", id)
                .raw("resource_state", resourceState)
                .text("name", Optional.ofNullable(names.get(id)).orElse(""))
                .raw("activity_types", "[\"Run\"]")
                .text("sport_type", "running")
                .nothing("city")
                .nothing("state")
                .text("country", "")
                .raw("private", false)
                .raw("member_count", 1)
                .raw("featured", false)
                .raw("verified", false)
                .text("url", "club-" + id);
    }
}
