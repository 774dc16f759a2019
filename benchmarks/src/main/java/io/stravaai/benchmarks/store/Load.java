package io.stravaai.benchmarks.store;

/**
 * How much is stored and measured.
 *
 * @param activities how many are stored before anything is measured
 * @param baseline how many are stored in the tables whose times show what growth costs
 * @param perAthlete how many of them each athlete has
 * @param rounds how often everything is measured
 * @param pages commits in a round
 * @param lists lists in a round
 * @param finds finds in a round
 * @param purged how many activities the athlete has who is purged once in a round
 */
record Load(int activities, int baseline, int perAthlete, int rounds, int pages, int lists, int finds, int purged) {

    static final int PAGE = 200;

    private static final int PER_ATHLETE = 1_000;

    /** How many rows are written at once where nothing is measured. */
    static final int BULK = 5_000;

    /**
     * A load with the usual sizes of its other parts.
     *
     * @throws IllegalArgumentException if no athlete has a history then
     */
    static Load of(int activities, int rounds) {
        if (activities < PER_ATHLETE || rounds < 1) {
            throw new IllegalArgumentException(
                    "At least " + PER_ATHLETE + " activities and 1 round, not " + activities + " and " + rounds);
        }
        return new Load(activities, 10_000, PER_ATHLETE, rounds, 25, 50, 400, 20_000);
    }

    /** How many athletes have so many activities. */
    int athletes(int activities) {
        return activities / perAthlete;
    }

    boolean grows() {
        return activities > baseline;
    }
}
