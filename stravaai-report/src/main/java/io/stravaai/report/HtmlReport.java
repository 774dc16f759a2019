package io.stravaai.report;

import io.stravaai.Analytics;
import io.stravaai.analytics.ActivityMetrics;
import io.stravaai.analytics.DistanceUnit;
import io.stravaai.analytics.LoadModel;
import io.stravaai.analytics.Session;
import io.stravaai.analytics.SportGroup;
import io.stravaai.analytics.TrainingHistory;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An athlete's training as one page of HTML: summary, calendar, load, volume, zones, records, curves, Eddington numbers, years,
 * streaks and trends. Immutable.
 *
 * <p>The page stands alone: style and charts are in it, it has no script and asks for nothing from a network, so that it can be opened
 * from a file, sent and printed. It follows the reader's light or dark scheme. It is well-formed XML too.
 *
 * <p>A part that has nothing to show says what is missing; what is not known is never zero. The same input gives the same bytes.
 *
 * <p>The page is the athlete's data: who may see it is the application's to decide.
 */
public final class HtmlReport {

    private static final List<Section> SECTIONS = List.of(
            new Section("summary", "Summary", SummarySection::write),
            new Section("calendar", "Calendar", CalendarSection::write),
            new Section("load", "Load", LoadSection::write),
            new Section("volume", "Weekly volume", VolumeSection::write),
            new Section("zones", "Time in zones", ZonesSection::write),
            new Section("records", "Records", RecordsSection::write),
            new Section("power-curve", "Power curve", CurvesSection::power),
            new Section("pace-curve", "Pace curve", CurvesSection::pace),
            new Section("eddington", "Eddington numbers", EddingtonSection::write),
            new Section("years", "Years", YearsSection::write),
            new Section("streaks", "Streaks", StreaksSection::write),
            new Section("trends", "Trends", TrendsSection::write));

    private final String title;
    private final Training training;

    private HtmlReport(Builder builder) {
        this.title = builder.title;
        TrainingHistory history = builder.history
                .only(session -> builder.sports.contains(session.sportGroup()))
                .between(LocalDate.MIN, builder.today);
        List<ActivityMetrics> activities = builder.activities.stream()
                .filter(activity -> builder.sports.contains(activity.session().sportGroup()))
                .filter(activity -> !activity.session().day().isAfter(builder.today))
                .sorted(Comparator.comparing(
                                (ActivityMetrics activity) -> activity.session().start())
                        .thenComparing(activity -> activity.session().id()))
                .toList();
        this.training = new Training(
                history,
                history.load(builder.today, builder.loadModel),
                activities,
                builder.names,
                builder.today,
                new Units(builder.distanceUnit));
    }

    /**
     * A builder.
     *
     * @param history all sessions of the athlete, with the thresholds by which their load is measured
     * @param today the last day that counts, where the athlete is
     */
    public static Builder builder(TrainingHistory history, LocalDate today) {
        return new Builder(history, today);
    }

    /**
     * A builder with all that is stored of an athlete. Computes the metrics of all activities, which for thousands with streams takes a
     * minute the first time.
     *
     * @param today the last day that counts, where the athlete is
     * @throws io.stravaai.error.StoreException if a store fails
     */
    public static Builder builder(Analytics analytics, AthleteId athlete, LocalDate today) {
        TrainingHistory history = analytics.history(athlete);
        return new Builder(history, today)
                .activities(history.sessions().stream()
                        .map(Session::id)
                        .flatMap(id -> analytics.activity(athlete, id).stream())
                        .toList());
    }

    /** The page, to be stored or sent in UTF-8. */
    public String toHtml() {
        Markup out = new Markup();
        out.open("html", "lang", "en").line().open("head").empty("meta", "charset", "utf-8");
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        // Whatever went wrong above, the page could neither run nor load anything.
        out.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.element("title", title).line().open("style").style(style()).close().close();
        out.line().open("body").open("header").open("h1").element("bdi", title).close();
        out.element("p", subtitle(), "class", "remark").open("nav");
        for (Section section : SECTIONS) {
            out.element("a", section.title(), "href", "#" + section.id()).text(" ");
        }
        out.close().close().line().open("main");
        SECTIONS.forEach(section -> section.write(training, out));
        out.close();
        Notes.write(training, out);
        out.close().close().line();
        return "<!DOCTYPE html>\n" + out;
    }

    private String subtitle() {
        String until = "Up to " + Units.day(training.today());
        return training.isEmpty()
                ? until
                : until + ", " + Units.count(training.history().sessions().size(), "session", "sessions") + " since "
                        + Units.day(training.first());
    }

    private static String style() {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says how much there is, not what: that is the athlete's data. */
    @Override
    public String toString() {
        return "HtmlReport[" + training.history().sessions().size() + " sessions]";
    }

    /** Collects what an {@link HtmlReport} shows. Not thread-safe. */
    public static final class Builder {

        private final TrainingHistory history;
        private final LocalDate today;
        private String title = "Training";
        private DistanceUnit distanceUnit = DistanceUnit.KILOMETRE;
        private Set<SportGroup> sports = EnumSet.allOf(SportGroup.class);
        private LoadModel loadModel = LoadModel.standard();
        private List<ActivityMetrics> activities = List.of();
        private Function<ActivityId, Optional<String>> names = activity -> Optional.empty();

        private Builder(TrainingHistory history, LocalDate today) {
            this.history = Objects.requireNonNull(history, "history");
            this.today = Objects.requireNonNull(today, "today");
        }

        /** The heading; "Training" by default. */
        public Builder title(String title) {
            this.title = Objects.requireNonNull(title, "title");
            return this;
        }

        /** Kilometres by default. With miles heights are in feet. */
        public Builder distanceUnit(DistanceUnit distanceUnit) {
            this.distanceUnit = Objects.requireNonNull(distanceUnit, "distanceUnit");
            return this;
        }

        /** Only these sports, also for load; all by default. */
        public Builder sports(SportGroup first, SportGroup... others) {
            this.sports = EnumSet.of(first, others);
            return this;
        }

        /** How CTL, ATL and TSB are computed; {@link LoadModel#standard()} by default. */
        public Builder loadModel(LoadModel loadModel) {
            this.loadModel = Objects.requireNonNull(loadModel, "loadModel");
            return this;
        }

        /**
         * Metrics of activities with streams, for time in zones, the fastest over distances, and the curves; none by default. Those
         * without streams add nothing.
         */
        public Builder activities(Collection<ActivityMetrics> activities) {
            this.activities = List.copyOf(activities);
            return this;
        }

        /**
         * Names of activities, for records; none by default. Asked once or more for a few of them, on the thread that calls {@link
         * HtmlReport#toHtml()}; what it throws comes out there.
         */
        public Builder names(Function<ActivityId, Optional<String>> names) {
            this.names = Objects.requireNonNull(names, "names");
            return this;
        }

        /** Builds the report. */
        public HtmlReport build() {
            return new HtmlReport(this);
        }
    }
}
