package io.stravaai.test;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Invents the activities of an athlete's years. */
final class HistoryGenerator {

    /** Since then a summary tells the device. */
    private static final Instant DEVICE_NAMES_SINCE = Instant.parse("2025-10-27T00:00:00Z");

    private static final List<Home> HOMES = List.of(
            new Home("America/New_York", 43.9, -74.6),
            new Home("Europe/Berlin", 53.4, 12.6),
            new Home("Europe/Madrid", 41.2, -2.1),
            new Home("Asia/Kolkata", 20.1, 77.4),
            new Home("Australia/Sydney", -32.6, 149.2),
            new Home("America/Sao_Paulo", -20.9, -47.8));

    private static final Names RUNS = new Names(
            List.of("Intervals 6 x 800 m", "Long and slow", "Hill repeats"),
            List.of(
                    "\"Easy\" shakeout",
                    "Frühlingslauf am See \uD83C\uDFC3",
                    "Tempo <threshold>",
                    "回復走",
                    "Strides \\ drills"));
    private static final Names RIDES = new Names(
            List.of("Coffee ride", "Into the wind", "Over the hills"),
            List.of("Feierabendrunde \uD83D\uDEB4", "\"Recovery\" spin", "Hills & wind", "週末ライド"));
    private static final Names ROLLER = new Names(
            List.of("Sweet spot 3 x 15 min", "Recovery spin"), List.of("FTP <test>", "\"Easy\" hour", "室内トレーニング"));
    private static final Names SWIMS = new Names(
            List.of("10 x 100 m", "Technique and drills"),
            List.of("Schwimmen im Fluß \uD83C\uDFCA", "Pull & kick", "水泳"));
    private static final Names WALKS = new Names(
            List.of("Around the park", "Into town"), List.of("Spaziergang über Land", "\"Short\" walk", "散歩"));
    private static final Names HIKES = new Names(
            List.of("Up to the hut", "Along the ridge"), List.of("Über das Moor \uD83E\uDD7E", "Lake & ridge", "山歩き"));
    private static final Names WEIGHTS =
            new Names(List.of("Legs and core", "Upper body"), List.of("Push & pull", "Kräftigung \uD83D\uDCAA", "筋トレ"));
    private static final Names PADEL =
            new Names(List.of("Doubles", "Four sets"), List.of("Pádel con amigos \uD83C\uDFBE", "Win & lose"));

    private static final List<Sport> SPORTS = List.of(
            new Sport("Run", "Run", RUNS, 52, 3_000, 22_000, 2.9, "g90001"),
            new Sport("Ride", "Ride", RIDES, 14, 15_000, 120_000, 7.2, "b90002"),
            new Sport("Swim", "Swim", SWIMS, 8, 500, 3_500, 0.7, ""),
            new Sport("TrailRun", "Trail Run", RUNS, 6, 5_000, 30_000, 2.2, "g90003"),
            new Sport("VirtualRide", "Virtual Ride", ROLLER, 5, 10_000, 50_000, 8.4, "b90002"),
            new Sport("Walk", "Walk", WALKS, 5, 1_000, 9_000, 1.4, ""),
            new Sport("Hike", "Hike", HIKES, 3, 5_000, 25_000, 1.1, ""),
            new Sport("GravelRide", "Gravel Ride", RIDES, 3, 20_000, 90_000, 6.1, "b90004"),
            new Sport("WeightTraining", "Weight Training", WEIGHTS, 3, 0, 0, 0, ""),
            new Sport("Padel", "Padel", PADEL, 1, 1_000, 4_000, 0.8, ""));

    /** So many of the newest have plain names, for whoever looks at a few on a terminal. */
    private static final int PLAINLY_NAMED = 30;

    private final SplittableRandom random;
    private final AthleteId athlete;
    private final Function<Instant, ActivityId> ids;
    private final Home home;

    HistoryGenerator(long seed, AthleteId athlete, Function<Instant, ActivityId> ids) {
        this.random = new SplittableRandom(seed);
        this.athlete = athlete;
        this.ids = ids;
        this.home = HOMES.get(Math.floorMod(athlete.value(), HOMES.size()));
    }

    private record Home(String zone, double latitude, double longitude) {}

    /** Names that people give: plain ones, and ones that are hard on whoever reads, escapes or prints them. */
    private record Names(List<String> plain, List<String> hard) {

        String get(int choice, boolean plainOnly) {
            int number = choice % (plainOnly ? plain.size() : plain.size() + hard.size());
            return number < plain.size() ? plain.get(number) : hard.get(number - plain.size());
        }
    }

    private record Sport(
            String type,
            String title,
            Names names,
            int share,
            double shortest,
            double longest,
            double speed,
            String gear) {}

    List<ActivityRow> generate(Instant from, Instant to, int activities) {
        long first = ceil(from);
        long seconds = ceil(to) - first;
        if (seconds < 1 || activities < 0) {
            throw new IllegalArgumentException(activities + " activities from " + from + " to " + to);
        }
        List<ActivityRow> rows = new ArrayList<>(activities);
        for (int i = 0; i < activities; i++) {
            long offset = (long) ((i + random.nextDouble()) * seconds / activities);
            Instant start = Instant.ofEpochSecond(first + Math.min(seconds - 1, offset));
            if (seconds / activities >= 40_000) {
                start = byDay(start, from, to);
            }
            rows.add(row(start, from, to, activities - i <= PLAINLY_NAMED));
        }
        return rows;
    }

    private static long ceil(Instant instant) {
        return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }

    private Instant byDay(Instant start, Instant from, Instant to) {
        LocalTime time = LocalTime.of(random.nextInt(5, 21), random.nextInt(60), random.nextInt(60));
        Instant moved = start.atZone(ZoneId.of(home.zone)).with(time).toInstant();
        return moved.isBefore(from) || !moved.isBefore(to) ? start : moved;
    }

    private ActivityRow row(Instant start, Instant from, Instant to, boolean plainlyNamed) {
        Sport sport = sport();
        ZoneId zone = ZoneId.of(home.zone);
        double distance = random.nextDouble(sport.shortest, sport.longest + 1);
        long moving = sport.speed == 0
                ? random.nextLong(1_200, 4_800)
                : Math.round(distance / (sport.speed * random.nextDouble(0.8, 1.2)));
        long elapsed = moving + (chance(70) ? random.nextLong(1 + moving / 5) : 0);
        boolean indoors = sport.speed == 0 || sport.type.equals("Padel") || sport.type.equals("VirtualRide");
        boolean manual = chance(3);
        boolean track = !manual && !indoors && !(sport.type.equals("Swim") && chance(80)) && !chance(3);
        ZonedDateTime local = start.atZone(zone);

        FakeActivity.Builder activity = FakeActivity.builder()
                .sportType(SportType.of(sport.type))
                .name(
                        chance(12)
                                ? sport.names.get(random.nextInt(1 << 10), plainlyNamed)
                                : partOfDay(local.getHour()) + sport.title)
                .startDate(start)
                .zone(zone)
                .distance(sport.speed == 0 ? 0 : distance)
                .movingTime(Duration.ofSeconds(moving))
                .elapsedTime(Duration.ofSeconds(elapsed))
                .trainer(!track && !manual)
                .manual(manual)
                .praise(chance(30) ? random.nextInt(1, 9) : 0, random.nextInt(0, 15));
        if (track) {
            double low = random.nextDouble(-5, 400);
            double gain = distance * random.nextDouble(0.001, 0.02);
            activity.roundTrack(
                            home.latitude + random.nextDouble(-0.2, 0.2), home.longitude + random.nextDouble(-0.2, 0.2))
                    .points(random.nextInt(170, 310))
                    .elevationGain(gain)
                    .elevation(low, low + gain / 2)
                    .commute(sport.type.equals("Ride") && chance(10));
        }
        if (!manual) {
            sensors(activity, sport, start);
        }
        if (!sport.gear.isEmpty() && chance(85)) {
            activity.gearId(sport.gear);
        }
        if (sport.type.equals("Run") && chance(85)) {
            activity.workoutType(chance(80) ? 0 : random.nextInt(1, 4));
        } else if (sport.title.endsWith("Ride")) {
            activity.workoutType(10);
        } else if (sport.type.equals("WeightTraining")) {
            activity.workoutType(30);
        }
        if (chance(4)) {
            activity.visibility("followers_only");
        }
        Instant hidden = Instant.parse(local.toLocalDate() + "T00:00:01Z");
        activity.hiddenStart(chance(3) && !hidden.isBefore(from) && hidden.isBefore(to));
        // Some are uploaded days later, so that ids are not in the order of the starts.
        Instant uploaded = start.plusSeconds(elapsed + (chance(3) ? random.nextLong(5 * 86_400) : 60));
        ActivityId id = ids.apply(uploaded);
        return ActivityRow.of(activity.build().toJson(id, athlete).getBytes(StandardCharsets.UTF_8));
    }

    private void sensors(FakeActivity.Builder activity, Sport sport, Instant start) {
        if (chance(88)) {
            double average = random.nextDouble(105, 165);
            activity.heartRate(average, Math.rint(average + random.nextDouble(8, 25)));
        }
        boolean ride = sport.title.endsWith("Ride");
        if (ride || sport.title.endsWith("Run")) {
            activity.cadence(ride ? random.nextDouble(70, 95) : random.nextDouble(74, 90));
        }
        if (chance(65)) {
            activity.temperature(random.nextInt(-5, 34));
        }
        if (sport.type.equals("VirtualRide") || (sport.type.equals("Ride") && chance(50))) {
            activity.watts(random.nextDouble(110, 260));
        }
        if (sport.type.equals("VirtualRide")) {
            activity.externalId("zwift-activity-" + random.nextLong(1L << 40) + ".fit");
        }
        if (!start.isBefore(DEVICE_NAMES_SINCE)) {
            activity.deviceName("Fake Watch 5");
        }
    }

    private Sport sport() {
        int left = random.nextInt(SPORTS.stream().mapToInt(Sport::share).sum());
        for (Sport sport : SPORTS) {
            left -= sport.share;
            if (left < 0) {
                return sport;
            }
        }
        throw new IllegalStateException("The shares do not add up");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private static String partOfDay(int hour) {
        if (hour < 4 || hour > 21) {
            return "Night ";
        }
        if (hour < 11) {
            return "Morning ";
        }
        return hour < 14 ? "Lunch " : hour < 18 ? "Afternoon " : "Evening ";
    }
}
