package io.stravaai.test;

import io.stravaai.model.AthleteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pages of one athlete's list as they were recorded. */
record RecordedPages(AthleteId athlete, Collection<ActivityRow> rows) {

    private static final Pattern NUMBERED = Pattern.compile("all_athlete_activities\\.([0-9]+)\\.200\\.body\\.json");

    static RecordedPages read(Path dir) throws IOException {
        Map<Long, ActivityRow> rows = new LinkedHashMap<>();
        Long athlete = null;
        for (Path file : files(dir)) {
            byte[] bytes = Files.readAllBytes(file);
            if (!Json.isArray(bytes)) {
                continue;
            }
            for (byte[] element : Json.elements(bytes)) {
                ActivityRow row = ActivityRow.of(element);
                long owner = owner(element);
                if (athlete != null && athlete != owner) {
                    throw new IllegalArgumentException("Activities of several athletes in " + dir);
                }
                athlete = owner;
                rows.putIfAbsent(row.id(), row);
            }
        }
        if (athlete == null) {
            throw new IllegalArgumentException("No activity in " + dir);
        }
        return new RecordedPages(AthleteId.of(athlete), rows.values());
    }

    private static List<Path> files(Path dir) throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.list(dir)) {
            all = entries.filter(file -> name(file).endsWith(".json"))
                    .sorted(Comparator.comparing(RecordedPages::name))
                    .toList();
        }
        List<Path> numbered = new ArrayList<>(all);
        numbered.removeIf(file -> number(file) < 0);
        numbered.sort(Comparator.comparingLong(RecordedPages::number));
        return numbered.isEmpty() ? all : numbered;
    }

    private static long number(Path file) {
        Matcher matcher = NUMBERED.matcher(name(file));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static long owner(byte[] element) {
        byte[] athlete = Json.member(element, "athlete")
                .map(span -> Arrays.copyOfRange(element, span.start(), span.end()))
                .orElseThrow(() -> new IllegalArgumentException("An element has no athlete"));
        return Json.number(athlete, "id")
                .orElseThrow(() -> new IllegalArgumentException("An element's athlete has no id"));
    }
}
