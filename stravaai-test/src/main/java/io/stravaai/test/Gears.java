package io.stravaai.test;

import java.util.List;
import java.util.Optional;

/** Bikes and shoes: those that the athlete's activities name. */
final class Gears {

    private Gears() {}

    /** The ids that begin so: {@code b} bikes, {@code g} shoes. */
    static List<String> ids(FakeAthlete athlete, String kind) {
        return athlete.rows().newestFirst().stream()
                .filter(row -> !row.broken())
                .flatMap(row -> Json.string(row.json(), "gear_id").stream())
                .filter(id -> id.startsWith(kind))
                .distinct()
                .sorted()
                .toList();
    }

    static Optional<String> summary(FakeAthlete athlete, String id) {
        return known(athlete, id) ? Optional.of(members(athlete, id, 2).toString()) : Optional.empty();
    }

    static Optional<String> detail(FakeAthlete athlete, String id) {
        if (!known(athlete, id)) {
            return Optional.empty();
        }
        JsonMembers json = members(athlete, id, 3);
        json.text("brand_name", "Fake").text("model_name", "No. " + id.substring(1));
        if (id.startsWith("b")) {
            json.raw("frame_type", 3);
        }
        return Optional.of(json.nothing("description").toString());
    }

    static boolean known(FakeAthlete athlete, String id) {
        return ids(athlete, "").contains(id);
    }

    private static JsonMembers members(FakeAthlete athlete, String id, int resourceState) {
        double metres = athlete.rows().newestFirst().stream()
                .filter(row -> !row.broken())
                .filter(row ->
                        Json.string(row.json(), "gear_id").filter(id::equals).isPresent())
                .mapToDouble(row -> Json.decimal(row.json(), "distance").orElse(0))
                .sum();
        return new JsonMembers()
                .text("id", id)
                .raw("primary", false)
                .text("name", "Fake No. " + id.substring(1))
                .nothing("nickname")
                .raw("resource_state", resourceState)
                .raw("retired", false)
                .raw("distance", Math.round(metres))
                .raw("converted_distance", JsonMembers.decimal(metres / 1000, 1));
    }
}
