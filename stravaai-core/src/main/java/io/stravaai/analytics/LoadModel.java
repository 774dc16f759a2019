package io.stravaai.analytics;

import java.util.Objects;

/**
 * How daily load becomes fitness (CTL), fatigue (ATL) and form (TSB). Immutable.
 *
 * <p>Tools differ in the gain and in the day of the form, and show other numbers for the same training: a CTL with {@link
 * Gain#SPAN} reacts twice as fast. The variant of each value says which it is.
 */
public final class LoadModel {

    /** How much of the difference between a day's load and the average goes into the average. New ones may be added. */
    public enum Gain {
        /** {@code 1 - e^(-1/N)}: a response that decays by e in N days. The default; Elevate, GoldenCheetah, Strava. */
        EXPONENTIAL,
        /** {@code 1/N}: TrainingPeaks. */
        RECIPROCAL,
        /** {@code 2/(N+1)}: Runalyze. */
        SPAN
    }

    /** Of which day the form is. New ones may be added. */
    public enum Form {
        /** CTL - ATL of the day before: how fresh one begins the day. The default; TrainingPeaks, GoldenCheetah. */
        BEFORE_THE_DAY,
        /** CTL - ATL of the day itself, its training included: intervals.icu, Runalyze. */
        SAME_DAY
    }

    private static final LoadModel STANDARD = new LoadModel(42, 7, Gain.EXPONENTIAL, Form.BEFORE_THE_DAY);

    private final int fitnessDays;
    private final int fatigueDays;
    private final Gain gain;
    private final Form form;

    private LoadModel(int fitnessDays, int fatigueDays, Gain gain, Form form) {
        if (fatigueDays < 1 || fitnessDays <= fatigueDays) {
            throw new IllegalArgumentException(
                    "Fitness must take more days than fatigue: " + fitnessDays + ", " + fatigueDays);
        }
        this.fitnessDays = fitnessDays;
        this.fatigueDays = fatigueDays;
        this.gain = Objects.requireNonNull(gain, "gain");
        this.form = Objects.requireNonNull(form, "form");
    }

    /** 42 and 7 days, {@link Gain#EXPONENTIAL}, {@link Form#BEFORE_THE_DAY}. */
    public static LoadModel standard() {
        return STANDARD;
    }

    /**
     * With other time constants.
     *
     * @throws IllegalArgumentException unless fitness takes more days than fatigue
     */
    public LoadModel withDays(int fitnessDays, int fatigueDays) {
        return new LoadModel(fitnessDays, fatigueDays, gain, form);
    }

    public LoadModel withGain(Gain gain) {
        return new LoadModel(fitnessDays, fatigueDays, gain, form);
    }

    public LoadModel withForm(Form form) {
        return new LoadModel(fitnessDays, fatigueDays, gain, form);
    }

    public int fitnessDays() {
        return fitnessDays;
    }

    public int fatigueDays() {
        return fatigueDays;
    }

    public Gain gain() {
        return gain;
    }

    public Form form() {
        return form;
    }

    /** The share of a day's load that goes into CTL. */
    public double fitnessGain() {
        return gain(fitnessDays);
    }

    /** The share of a day's load that goes into ATL. */
    public double fatigueGain() {
        return gain(fatigueDays);
    }

    private double gain(int days) {
        return switch (gain) {
            case EXPONENTIAL -> 1 - Math.exp(-1.0 / days);
            case RECIPROCAL -> 1.0 / days;
            case SPAN -> 2.0 / (days + 1);
        };
    }

    String variant() {
        return gain + "-" + fitnessDays + "-" + fatigueDays;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoadModel that
                && fitnessDays == that.fitnessDays
                && fatigueDays == that.fatigueDays
                && gain == that.gain
                && form == that.form;
    }

    @Override
    public int hashCode() {
        return Objects.hash(fitnessDays, fatigueDays, gain, form);
    }

    @Override
    public String toString() {
        return "LoadModel[" + variant() + ", " + form + "]";
    }
}
