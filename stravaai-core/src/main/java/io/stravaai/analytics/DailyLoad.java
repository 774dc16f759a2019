package io.stravaai.analytics;

/**
 * What was trained on a day.
 *
 * @param points the sum of the loads that are known
 * @param sessions how many sessions there were
 * @param known of how many of them the load is known
 */
public record DailyLoad(double points, int sessions, int known) {

    static final DailyLoad REST = new DailyLoad(0, 0, 0);

    /** Checks it. */
    public DailyLoad {
        if (!(points >= 0)
                || Double.isInfinite(points)
                || known < 0
                || sessions < known
                || (known == 0 && points > 0)) {
            throw new IllegalArgumentException(
                    "Not the load of a day: " + points + " of " + known + " of " + sessions + " sessions");
        }
    }

    /** One session, or a plan, with this load. */
    public static DailyLoad of(double points) {
        return new DailyLoad(points, 1, 1);
    }

    /** Both on one day. */
    public DailyLoad plus(DailyLoad other) {
        return new DailyLoad(points + other.points, sessions + other.sessions, known + other.known);
    }
}
