package io.stravaai.analytics;

/** What the formulas and tables mean that differ between men and women. */
public enum Sex {
    FEMALE,
    MALE
}
