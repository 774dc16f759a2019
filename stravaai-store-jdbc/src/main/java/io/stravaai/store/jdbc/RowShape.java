package io.stravaai.store.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which columns of a table are written together. The parameters of a row are those of its values, then those of its key,
 * so that the same ones fit an insert and an update.
 *
 * @param values the columns that are replaced if there is a row of that key
 * @param key the primary key
 */
record RowShape(String table, List<String> values, List<String> key) {

    List<String> columns() {
        return Stream.concat(values.stream(), key.stream()).toList();
    }

    /** A plain insert of so many rows. */
    String insert(int rows) {
        String row = columns().stream().map(column -> "?").collect(Collectors.joining(", ", "(", ")"));
        return "INSERT INTO " + table + " (" + columnList() + ") VALUES "
                + Stream.generate(() -> row).limit(rows).collect(Collectors.joining(", "));
    }

    /** Replaces the values of the row that has this key and, as one more parameter, this version. */
    String updateOfVersion() {
        return "UPDATE " + table + " SET " + assignments("%s = ?") + " WHERE "
                + key.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "))
                + " AND version = ?";
    }

    /** Reads what {@link #insert} writes, of one athlete. */
    String selectOfAthlete() {
        return "SELECT " + columnList() + " FROM " + table + " WHERE athlete_id = ?";
    }

    String columnList() {
        return String.join(", ", columns());
    }

    String keyList() {
        return String.join(", ", key);
    }

    /** Each value in a form like {@code %s = ?}; the column may stand in it more than once. */
    String assignments(String form) {
        return values.stream().map(column -> form.replace("%s", column)).collect(Collectors.joining(", "));
    }
}
