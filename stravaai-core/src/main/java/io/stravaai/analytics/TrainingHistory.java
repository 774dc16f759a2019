package io.stravaai.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An athlete's sessions in order, and what they add up to. All days are local to where a session began. Immutable.
 *
 * <p>Sums do not depend on the order in which sessions were given.
 */
public final class TrainingHistory {

    private static final Comparator<Session> ORDER = Comparator.comparing(Session::start)
            .thenComparingLong(session -> session.id().value());

    private final List<Session> sessions;
    private final ThresholdHistory thresholds;

    private TrainingHistory(List<Session> sessions, ThresholdHistory thresholds) {
        this.sessions = sessions;
        this.thresholds = thresholds;
    }

    /**
     * A history.
     *
     * @param sessions in any order
     * @param thresholds by which their load is measured, each by those of its day
     */
    public static TrainingHistory of(Collection<Session> sessions, ThresholdHistory thresholds) {
        return new TrainingHistory(
                sessions.stream().sorted(ORDER).toList(), Objects.requireNonNull(thresholds, "thresholds"));
    }

    /**
     * This history without some of its sessions and with others; one that has changed is removed as it was, and added as it is. Takes
     * the time of a copy, which for a few sessions is much less than that of {@link #of}.
     *
     * @param removed those that are not in it are passed over
     * @param added with other ids than the sessions that stay
     */
    public TrainingHistory updated(Collection<Session> removed, Collection<Session> added) {
        List<Session> updated = new ArrayList<>(sessions);
        for (Session session : removed) {
            int index = Collections.binarySearch(updated, session, ORDER);
            if (index >= 0) {
                updated.remove(index);
            }
        }
        for (Session session : added) {
            int index = Collections.binarySearch(updated, session, ORDER);
            updated.add(index < 0 ? -index - 1 : index, session);
        }
        return new TrainingHistory(Collections.unmodifiableList(updated), thresholds);
    }

    /** Only the sessions that are meant. */
    public TrainingHistory only(Predicate<Session> wanted) {
        return new TrainingHistory(sessions.stream().filter(wanted).toList(), thresholds);
    }

    /** Only the sessions of these sports. */
    public TrainingHistory only(SportGroup first, SportGroup... others) {
        Set<SportGroup> wanted = EnumSet.of(first, others);
        return only(session -> wanted.contains(session.sportGroup()));
    }

    /** Only the sessions of these days, both included. */
    public TrainingHistory between(LocalDate first, LocalDate last) {
        return only(session -> !session.day().isBefore(first) && !session.day().isAfter(last));
    }

    /** The sessions, the oldest first. */
    public List<Session> sessions() {
        return sessions;
    }

    public ThresholdHistory thresholds() {
        return thresholds;
    }

    /** The sums over all sessions. */
    public Totals totals() {
        return sum(sessions);
    }

    /**
     * The sums of each period, from that of the first session to that of a day; periods without a session are there too.
     *
     * @param today decides which periods are complete; sessions after it do not count
     */
    public List<PeriodTotals> totalsBy(CalendarPeriod period, LocalDate today) {
        Map<LocalDate, List<Session>> grouped = new TreeMap<>();
        for (Session session : sessions) {
            if (!session.day().isAfter(today)) {
                grouped.computeIfAbsent(period.firstDay(session.day()), first -> new ArrayList<>())
                        .add(session);
            }
        }
        List<PeriodTotals> totals = new ArrayList<>();
        if (!grouped.isEmpty()) {
            for (LocalDate first = grouped.keySet().iterator().next();
                    !first.isAfter(today);
                    first = period.next(first)) {
                LocalDate last = period.lastDay(first);
                totals.add(new PeriodTotals(
                        first, last, last.isBefore(today), sum(grouped.getOrDefault(first, List.of()))));
            }
        }
        return List.copyOf(totals);
    }

    /**
     * The sums over the last days up to each day, that day included.
     *
     * @param days how many, at least one
     * @param first the first day for which they are wanted
     * @param last the last
     * @throws IllegalArgumentException if there are no days to sum over
     */
    public List<PeriodTotals> rollingTotals(int days, LocalDate first, LocalDate last) {
        if (days < 1) {
            throw new IllegalArgumentException("days must be positive: " + days);
        }
        NavigableMap<LocalDate, Totals> daily = new TreeMap<>();
        for (Session session : sessions) {
            daily.merge(session.day(), totals(session), Totals::plus);
        }
        List<PeriodTotals> rolling = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            LocalDate from = day.minusDays(days - 1L);
            Totals totals =
                    daily.subMap(from, true, day, true).values().stream().reduce(Totals.none(), Totals::plus);
            rolling.add(new PeriodTotals(from, day, true, totals));
        }
        return List.copyOf(rolling);
    }

    /**
     * The sums of each group of sessions, the groups in the order of their first session.
     *
     * <pre>{@code
     * history.totalsBy(Session::sport);
     * history.totalsBy(Session::gear); // the empty one has no gear
     * }</pre>
     */
    public <K> Map<K, Totals> totalsBy(Function<Session, K> group) {
        Map<K, List<Session>> grouped = new LinkedHashMap<>();
        sessions.forEach(session -> grouped.computeIfAbsent(group.apply(session), key -> new ArrayList<>())
                .add(session));
        Map<K, Totals> totals = new LinkedHashMap<>();
        grouped.forEach((key, members) -> totals.put(key, sum(members)));
        return Collections.unmodifiableMap(totals);
    }

    /**
     * The sums from the first of January to a day, in its year and in each earlier one back to that of the first session, latest
     * first.
     */
    public List<YearToDate> yearToDate(LocalDate day) {
        List<YearToDate> years = new ArrayList<>();
        int firstYear =
                sessions.isEmpty() ? day.getYear() : sessions.get(0).day().getYear();
        for (int year = day.getYear(); year >= firstYear; year--) {
            LocalDate until = day.withYear(year);
            years.add(new YearToDate(
                    year, until, between(LocalDate.of(year, 1, 1), until).totals()));
        }
        return List.copyOf(years);
    }

    /** The metres of each day on which a distance is known. */
    public NavigableMap<LocalDate, Double> metresByDay() {
        NavigableMap<LocalDate, Double> metres = new TreeMap<>();
        for (Session session : sessions) {
            session.distance().ifPresent(distance -> metres.merge(session.day(), distance, Double::sum));
        }
        return Collections.unmodifiableNavigableMap(metres);
    }

    /** The Eddington number of all sessions; {@link #only(SportGroup, SportGroup...)} chooses which count. */
    public Eddington eddington(DistanceUnit unit) {
        return Eddington.of(metresByDay(), unit);
    }

    /** Days, weeks or months in a row. */
    public Streaks streaks(CalendarPeriod period, LocalDate today) {
        Set<LocalDate> days = new TreeSet<>();
        sessions.forEach(session -> days.add(session.day()));
        return Streaks.of(days, period, today);
    }

    /** What was trained on each day with a session. */
    public NavigableMap<LocalDate, DailyLoad> dailyLoads() {
        return dailyLoadsFrom(LocalDate.MIN);
    }

    /** The same, of the sessions of this day and later ones: for {@link LoadSeries#updated}. Takes as long as these are many. */
    public NavigableMap<LocalDate, DailyLoad> dailyLoadsFrom(LocalDate day) {
        NavigableMap<LocalDate, DailyLoad> loads = new TreeMap<>();
        for (int i = sessions.size() - 1; i >= 0; i--) {
            if (sessions.get(i).day().isBefore(day)) {
                break;
            }
            loads.merge(sessions.get(i).day(), load(sessions.get(i)), (later, earlier) -> earlier.plus(later));
        }
        return Collections.unmodifiableNavigableMap(loads);
    }

    /** CTL, ATL and TSB up to a day, by {@link LoadModel#standard()}. */
    public LoadSeries load(LocalDate today) {
        return load(today, LoadModel.standard());
    }

    /** CTL, ATL and TSB up to a day. */
    public LoadSeries load(LocalDate today, LoadModel model) {
        return LoadSeries.of(dailyLoads(), today, model);
    }

    private DailyLoad load(Session session) {
        MetricValue load = session.load(thresholds.on(session.day()));
        return load.orElse(-1) >= 0 ? new DailyLoad(load.get(), 1, 1) : new DailyLoad(0, 1, 0);
    }

    private Totals totals(Session session) {
        return Totals.of(session, thresholds.on(session.day()));
    }

    private Totals sum(List<Session> members) {
        Totals totals = Totals.none();
        for (Session member : members) {
            totals = totals.plus(totals(member));
        }
        return totals;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingHistory that
                && sessions.equals(that.sessions)
                && thresholds.equals(that.thresholds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sessions, thresholds);
    }

    @Override
    public String toString() {
        return "TrainingHistory[" + sessions.size() + " sessions]";
    }
}
