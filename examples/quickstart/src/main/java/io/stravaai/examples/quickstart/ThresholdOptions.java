package io.stravaai.examples.quickstart;

import io.stravaai.analytics.Sex;
import io.stravaai.analytics.ThresholdHistory;
import io.stravaai.analytics.Thresholds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is known of an athlete, for all days: a command line is no place for a history of it. */
final class ThresholdOptions {

    /** What is known if no option is given. */
    static final ThresholdHistory NOTHING = ThresholdHistory.always(Thresholds.none());

    @Option(
            names = "--ftp",
            paramLabel = "WATTS",
            converter = Converters.Measure.class,
            description = "Functional threshold power.")
    private @Nullable Double ftp;

    @Option(
            names = "--max-hr",
            paramLabel = "BPM",
            converter = Converters.Measure.class,
            description = "Maximum heart rate.")
    private @Nullable Double maxHeartRate;

    @Option(
            names = "--resting-hr",
            paramLabel = "BPM",
            converter = Converters.Measure.class,
            description = "Resting heart rate.")
    private @Nullable Double restingHeartRate;

    @Option(
            names = "--lthr",
            paramLabel = "BPM",
            converter = Converters.Measure.class,
            description = "Heart rate at the lactate threshold.")
    private @Nullable Double lthr;

    @Option(
            names = "--threshold-pace",
            paramLabel = "MM:SS",
            converter = Converters.Pace.class,
            description = "Running: time for a kilometre that can be held for an hour.")
    private @Nullable Duration thresholdPace;

    @Option(
            names = "--css",
            paramLabel = "MM:SS",
            converter = Converters.Pace.class,
            description = "Swimming: critical swim speed, as time for 100 m.")
    private @Nullable Duration criticalSwimPace;

    @Option(names = "--weight", paramLabel = "KG", converter = Converters.Measure.class, description = "Weight.")
    private @Nullable Double weight;

    @Option(names = "--sex", paramLabel = "SEX", description = "For loads by heart rate: ${COMPLETION-CANDIDATES}.")
    private @Nullable Sex sex;

    ThresholdHistory known() {
        Thresholds.Builder known = Thresholds.builder();
        if (ftp != null) {
            known.ftp(ftp);
        }
        if (maxHeartRate != null) {
            known.maxHeartRate(maxHeartRate);
        }
        if (restingHeartRate != null) {
            known.restingHeartRate(restingHeartRate);
        }
        if (lthr != null) {
            known.lthr(lthr);
        }
        if (thresholdPace != null) {
            known.thresholdPace(thresholdPace);
        }
        if (criticalSwimPace != null) {
            known.criticalSwimPace(criticalSwimPace);
        }
        if (weight != null) {
            known.weight(weight);
        }
        if (sex != null) {
            known.sex(sex);
        }
        return ThresholdHistory.always(known.build());
    }
}
