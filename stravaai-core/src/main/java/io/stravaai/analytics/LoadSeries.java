package io.stravaai.analytics;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Load over time: fitness (CTL), fatigue (ATL), form (TSB) and what is made of daily loads, day by day without gaps. Immutable.
 *
 * <p>CTL and ATL are running averages, {@code x = x + gain * (load - x)} for each day, from 0 on the day before the first session or
 * from what was known then. A rest day has a load of zero. A session whose load is not known adds nothing and lowers the coverage,
 * which is the share of sessions with a known load in the last days, as many as the time constant has: below 1 the averages are
 * too low. Before the first known load there is no value; for 90 days from it on the averages are {@link MetricStatus#WARMING_UP},
 * unless they were known at the beginning.
 *
 * <p>Source: Banister et al. 1975, in the form of Coggan's performance management chart.
 */
public final class LoadSeries {

    /** Averages that began at 0 have come within 12 % of what they would be after so many days, with the standard model. */
    private static final int WARM_UP_DAYS = 90;

    private static final int WEEK = 7;
    private static final int CHRONIC = 28;
    private static final double MAX_MONOTONY = 10;

    private final LoadModel model;
    private final LocalDate first;
    private final double[] loads;
    private final double[] fitness;
    private final double[] fatigue;
    /** How many sessions there were before each day, and after the last. */
    private final int[] sessionsSince;
    /** How many of them have a known load. */
    private final int[] knownSince;

    private final double startFitness;
    private final double startFatigue;
    private final boolean seeded;
    /** How many of the days have been; the others are forecast. */
    private final int past;

    /**
     * A day.
     *
     * @param day which
     * @param load the sum of the loads of the day, 0 for a rest day
     * @param fitness CTL after the day
     * @param fatigue ATL after the day
     * @param form TSB, of the day before or of the day itself as the model says
     */
    public record Day(LocalDate day, MetricValue load, MetricValue fitness, MetricValue fatigue, MetricValue form) {}

    private LoadSeries(
            LoadModel model, LocalDate first, int days, double startFitness, double startFatigue, boolean seeded) {
        this.model = model;
        this.first = first;
        this.loads = new double[days];
        this.fitness = new double[days];
        this.fatigue = new double[days];
        this.sessionsSince = new int[days + 1];
        this.knownSince = new int[days + 1];
        this.startFitness = startFitness;
        this.startFatigue = startFatigue;
        this.seeded = seeded;
        this.past = days;
    }

    /** The first days of another series, and room for more. */
    private LoadSeries(LoadSeries other, int kept, int days, int past) {
        this.model = other.model;
        this.first = other.first;
        this.loads = begin(other.loads, kept, days);
        this.fitness = begin(other.fitness, kept, days);
        this.fatigue = begin(other.fatigue, kept, days);
        this.sessionsSince = begin(other.sessionsSince, kept + 1, days + 1);
        this.knownSince = begin(other.knownSince, kept + 1, days + 1);
        this.startFitness = other.startFitness;
        this.startFatigue = other.startFatigue;
        this.seeded = other.seeded;
        this.past = past;
    }

    private static double[] begin(double[] from, int kept, int length) {
        double[] begun = Arrays.copyOf(from, length);
        Arrays.fill(begun, kept, length, 0);
        return begun;
    }

    private static int[] begin(int[] from, int kept, int length) {
        int[] begun = Arrays.copyOf(from, length);
        Arrays.fill(begun, kept, length, 0);
        return begun;
    }

    /**
     * The series from the first day with a session to the last day.
     *
     * @param loads by day; days that are not there are rest days. Those after the last day do not count
     * @param last the last day, usually today
     */
    public static LoadSeries of(Map<LocalDate, DailyLoad> loads, LocalDate last, LoadModel model) {
        return of(new TreeMap<>(loads), last, model, null, null);
    }

    /**
     * The series, if CTL and ATL are known as of the day before its first: nothing warms up then.
     *
     * @param fitness CTL of that day
     * @param fatigue ATL of that day
     * @throws IllegalArgumentException if one of them is negative
     */
    public static LoadSeries of(
            Map<LocalDate, DailyLoad> loads, LocalDate last, LoadModel model, double fitness, double fatigue) {
        if (!(fitness >= 0 && fatigue >= 0)) {
            throw new IllegalArgumentException("CTL and ATL must not be negative: " + fitness + ", " + fatigue);
        }
        return of(new TreeMap<>(loads), last, model, (Double) fitness, (Double) fatigue);
    }

    private static LoadSeries of(
            SortedMap<LocalDate, DailyLoad> loads,
            LocalDate last,
            LoadModel model,
            @Nullable Double fitness,
            @Nullable Double fatigue) {
        LocalDate first = loads.isEmpty() || loads.firstKey().isAfter(last) ? last.plusDays(1) : loads.firstKey();
        int days = Math.toIntExact(ChronoUnit.DAYS.between(first, last) + 1);
        LoadSeries series = new LoadSeries(
                model, first, days, fitness == null ? 0 : fitness, fatigue == null ? 0 : fatigue, fitness != null);
        series.fill(loads, 0);
        return series;
    }

    /**
     * This series with other loads from a day on: what came before is kept as it is and not computed again. So appending a day costs
     * a copy and one step. A series that began with known CTL and ATL keeps its first day, and what was trained before counts no
     * more: it is in them.
     *
     * @param dirty the first day whose load may have changed
     * @param changed the loads from that day on, by day; those before it do not count
     * @param last the new last day
     */
    public LoadSeries updated(LocalDate dirty, SortedMap<LocalDate, DailyLoad> changed, LocalDate last) {
        if ((!dirty.isAfter(first) && !seeded) || past == 0 || last.isBefore(first)) {
            TreeMap<LocalDate, DailyLoad> all = new TreeMap<>(changed.tailMap(dirty));
            for (int i = 0; i < past && first.plusDays(i).isBefore(dirty); i++) {
                if (sessions(i) > 0) {
                    all.put(first.plusDays(i), new DailyLoad(loads[i], sessions(i), known(i)));
                }
            }
            return seeded
                    ? of(all, last, model, (Double) startFitness, (Double) startFatigue)
                    : of(all, last, model, null, null);
        }
        int days = Math.toIntExact(ChronoUnit.DAYS.between(first, last) + 1);
        int kept = Math.toIntExact(Math.max(0, Math.min(Math.min(past, days), ChronoUnit.DAYS.between(first, dirty))));
        LoadSeries series = new LoadSeries(this, kept, days, days);
        series.fill(changed, kept);
        return series;
    }

    /**
     * This series, and from its end on a forecast: with the planned loads, and rest on all other days. Days of a forecast are
     * {@link MetricStatus#ESTIMATED}. What was planned in a forecast before stays, unless the day is planned anew.
     *
     * @param until the last day; if it is not after the end there is nothing to forecast
     */
    public LoadSeries forecast(LocalDate until, Map<LocalDate, Double> planned) {
        int days = Math.toIntExact(Math.max(loads.length, ChronoUnit.DAYS.between(first, until) + 1));
        LoadSeries series = new LoadSeries(this, past, days, past);
        SortedMap<LocalDate, DailyLoad> plan = new TreeMap<>();
        for (int i = past; i < loads.length; i++) {
            if (sessions(i) > 0) {
                plan.put(first.plusDays(i), new DailyLoad(loads[i], sessions(i), known(i)));
            }
        }
        planned.forEach((day, points) -> plan.put(day, DailyLoad.of(points)));
        series.fill(plan, past);
        return series;
    }

    private void fill(SortedMap<LocalDate, DailyLoad> daily, int from) {
        for (Map.Entry<LocalDate, DailyLoad> entry :
                daily.tailMap(first.plusDays(from)).entrySet()) {
            long index = ChronoUnit.DAYS.between(first, entry.getKey());
            if (index < loads.length) {
                loads[(int) index] = entry.getValue().points();
                sessionsSince[(int) index + 1] = entry.getValue().sessions();
                knownSince[(int) index + 1] = entry.getValue().known();
            }
        }
        for (int i = from; i < loads.length; i++) {
            sessionsSince[i + 1] += sessionsSince[i];
            knownSince[i + 1] += knownSince[i];
        }
        double fitnessGain = model.fitnessGain();
        double fatigueGain = model.fatigueGain();
        double slow = from == 0 ? startFitness : fitness[from - 1];
        double fast = from == 0 ? startFatigue : fatigue[from - 1];
        for (int i = from; i < loads.length; i++) {
            slow += fitnessGain * (loads[i] - slow);
            fast += fatigueGain * (loads[i] - fast);
            fitness[i] = slow;
            fatigue[i] = fast;
        }
    }

    private int sessions(int i) {
        return sessionsSince[i + 1] - sessionsSince[i];
    }

    private int known(int i) {
        return knownSince[i + 1] - knownSince[i];
    }

    public LoadModel model() {
        return model;
    }

    /**
     * The first day: that of the first session, as it was when the series began where it began with known CTL and ATL; the day after
     * the last one if there was none.
     */
    public LocalDate first() {
        return first;
    }

    /** The last day, that of a forecast included. */
    public LocalDate last() {
        return first.plusDays(loads.length - 1L);
    }

    /** How many days there are, those of a forecast included; 0 if there was no session. */
    public int size() {
        return loads.length;
    }

    /** All days in order. */
    public Stream<Day> days() {
        return IntStream.range(0, loads.length).mapToObj(this::at);
    }

    /** A day; empty if it lies outside of the series. */
    public Optional<Day> day(LocalDate day) {
        int index = index(day);
        return index < 0 ? Optional.empty() : Optional.of(at(index));
    }

    private Day at(int i) {
        boolean before = model.form() == LoadModel.Form.BEFORE_THE_DAY;
        int of = before ? i - 1 : i;
        MetricValue load = sessions(i) > 0 && known(i) == 0
                ? MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.POINTS, "daily")
                : MetricValue.of(loads[i], MetricUnit.POINTS, "daily")
                        .withCoverage(sessions(i) == 0 ? 1 : (double) known(i) / sessions(i));
        return new Day(
                first.plusDays(i),
                i < past ? load : load.estimatedIf(true),
                average(i, fitness[i], model.fitnessDays(), "ctl-"),
                average(i, fatigue[i], model.fatigueDays(), "atl-"),
                average(
                        i,
                        of < 0 ? startFitness - startFatigue : fitness[of] - fatigue[of],
                        model.fitnessDays(),
                        before ? "tsb-before-" : "tsb-same-day-"));
    }

    private MetricValue average(int i, double average, int days, String name) {
        String variant = name + model.variant();
        if (knownSince[i + 1] == 0 && !seeded) {
            return MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.POINTS, variant);
        }
        int from = Math.max(0, i + 1 - days);
        int trained = sessionsSince[i + 1] - sessionsSince[from];
        MetricValue value = MetricValue.of(average, MetricUnit.POINTS, variant)
                .withCoverage(trained == 0 ? 1 : (double) (knownSince[i + 1] - knownSince[from]) / trained);
        boolean warm = i >= WARM_UP_DAYS && knownSince[i + 1 - WARM_UP_DAYS] > 0;
        if (!seeded && !warm) {
            return value.withStatus(MetricStatus.WARMING_UP);
        }
        return value.estimatedIf(i >= past);
    }

    /**
     * Ramp rate: how much CTL has risen within seven days. More than 5 to 8 points a week is usually called steep.
     *
     * @return {@link MetricStatus#TOO_SHORT} outside of the series and in its first week
     */
    public MetricValue ramp(LocalDate day) {
        String variant = "ramp-7-" + model.variant();
        int index = index(day);
        if (index < WEEK) {
            return MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.POINTS, variant);
        }
        MetricValue now = at(index).fitness();
        MetricValue then = at(index - WEEK).fitness();
        return then.isPresent()
                ? now.map(MetricUnit.POINTS, variant, points -> points - then.get())
                : then.map(MetricUnit.POINTS, variant, same -> same);
    }

    /**
     * Monotony of seven days, a pure number: the mean of their loads divided by the standard deviation, of all seven, not of a sample
     * (divided by 7). More than 2 is usually called monotonous.
     *
     * <p>Source: Foster 1998.
     *
     * @return {@link MetricStatus#CAPPED} at 10 where it is higher, or infinite because all days are alike; {@link
     *     MetricStatus#MISSING_DATA} if nothing was trained; {@link MetricStatus#LOW_COVERAGE} if the load of a session is not known;
     *     {@link MetricStatus#TOO_SHORT} outside of the series and in its first six days
     */
    public MetricValue monotony(LocalDate day) {
        return week(day, MetricUnit.RATIO, "foster-population-sd", LoadSeries::monotony);
    }

    /**
     * Strain of seven days: the sum of their loads times {@link #monotony}.
     *
     * <p>Source: Foster 1998.
     *
     * @return as {@link #monotony}
     */
    public MetricValue strain(LocalDate day) {
        return week(
                day,
                MetricUnit.POINTS,
                "foster-population-sd",
                loads -> monotony(loads)
                        .map(
                                MetricUnit.POINTS,
                                "foster-population-sd",
                                monotony -> monotony * Arrays.stream(loads).sum()));
    }

    /** Monotony of these daily loads, of which at least one is positive. */
    static MetricValue monotony(double[] loads) {
        double mean = Grid.mean(loads);
        double monotony = mean / Statistics.populationDeviation(loads);
        String variant = "foster-population-sd";
        if (!(mean > 0)) {
            return MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.RATIO, variant);
        }
        return monotony <= MAX_MONOTONY
                ? MetricValue.of(monotony, MetricUnit.RATIO, variant)
                : MetricValue.of(MAX_MONOTONY, MetricUnit.RATIO, variant).withStatus(MetricStatus.CAPPED);
    }

    private MetricValue week(LocalDate day, MetricUnit unit, String variant, Function<double[], MetricValue> formula) {
        int index = index(day);
        if (index < WEEK - 1) {
            return MetricValue.missing(MetricStatus.TOO_SHORT, unit, variant);
        }
        if (!allKnown(index - WEEK + 1, index)) {
            return MetricValue.missing(MetricStatus.LOW_COVERAGE, unit, variant);
        }
        return formula.apply(Arrays.copyOfRange(loads, index - WEEK + 1, index + 1))
                .estimatedIf(index >= past);
    }

    /**
     * Acute to chronic workload ratio, a pure number: the mean load of the last 7 days divided by that of the last 28, which include
     * the 7. It is no measure of the risk of injury.
     *
     * @return {@link MetricStatus#TOO_SHORT} before 28 days are full; {@link MetricStatus#MISSING_DATA} if the mean of 28 days is
     *     below 0.01; {@link MetricStatus#LOW_COVERAGE} if the load of a session is not known
     */
    public MetricValue acuteChronicRatio(LocalDate day) {
        String variant = "acwr-rolling-7-28-coupled";
        int index = index(day);
        if (index < CHRONIC - 1) {
            return MetricValue.missing(MetricStatus.TOO_SHORT, MetricUnit.RATIO, variant);
        }
        if (!allKnown(index - CHRONIC + 1, index)) {
            return MetricValue.missing(MetricStatus.LOW_COVERAGE, MetricUnit.RATIO, variant);
        }
        double acute = Grid.mean(Arrays.copyOfRange(loads, index - WEEK + 1, index + 1));
        double chronic = Grid.mean(Arrays.copyOfRange(loads, index - CHRONIC + 1, index + 1));
        return chronic < 0.01
                ? MetricValue.missing(MetricStatus.MISSING_DATA, MetricUnit.RATIO, variant)
                : MetricValue.of(acute / chronic, MetricUnit.RATIO, variant).estimatedIf(index >= past);
    }

    /**
     * How many days of rest after the last day of this series bring CTL to at least ATL, so that form is not negative: {@code
     * ln(ATL / CTL) / ln((1 - gain of CTL) / (1 - gain of ATL))}, rounded up, and at least 1; 0 if it is so already.
     *
     * @return {@link MetricStatus#MISSING_DATA} if there is no CTL
     */
    public MetricValue restDaysToForm() {
        return atEnd(
                MetricUnit.DAYS,
                "rest-" + model.variant(),
                (ctl, atl) -> atl <= ctl
                        ? 0
                        : Math.max(
                                1,
                                Math.ceil(Math.log(atl / ctl)
                                        / Math.log((1 - model.fitnessGain()) / (1 - model.fatigueGain())))));
    }

    /**
     * The load that the day after the last one may have so that CTL - ATL after it is this form: {@code ((1 - c) CTL - (1 - a) ATL -
     * form) / (a - c)} with the gains c and a. Negative if even rest leaves less form.
     *
     * @return {@link MetricStatus#MISSING_DATA} if there is no CTL
     */
    public MetricValue loadForForm(double form) {
        double c = model.fitnessGain();
        double a = model.fatigueGain();
        return atEnd(
                MetricUnit.POINTS,
                "load-for-form-" + model.variant(),
                (ctl, atl) -> ((1 - c) * ctl - (1 - a) * atl - form) / (a - c));
    }

    private MetricValue atEnd(MetricUnit unit, String variant, DoubleBinaryOperator formula) {
        if (loads.length == 0) {
            return MetricValue.missing(MetricStatus.MISSING_DATA, unit, variant);
        }
        int last = loads.length - 1;
        return at(last).fitness()
                .map(unit, variant, ctl -> formula.applyAsDouble(ctl, fatigue[last]))
                .estimatedIf(true);
    }

    private boolean allKnown(int from, int to) {
        return knownSince[to + 1] - knownSince[from] == sessionsSince[to + 1] - sessionsSince[from];
    }

    private int index(LocalDate day) {
        long index = ChronoUnit.DAYS.between(first, day);
        return index >= 0 && index < loads.length ? (int) index : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoadSeries that
                && model.equals(that.model)
                && first.equals(that.first)
                && past == that.past
                && seeded == that.seeded
                && Arrays.equals(loads, that.loads)
                && Arrays.equals(sessionsSince, that.sessionsSince)
                && Arrays.equals(knownSince, that.knownSince)
                && Arrays.equals(fitness, that.fitness)
                && Arrays.equals(fatigue, that.fatigue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, first, Arrays.hashCode(fitness));
    }

    @Override
    public String toString() {
        return "LoadSeries[" + loads.length + " days from " + first + ", " + model + "]";
    }
}
