package io.stravaai.simulation;

import io.stravaai.test.TokenRotation;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * What a seed switches on. Each seed has a part of all that can go wrong: what comes always together hides one another.
 */
final class Swarm {

    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    int days;
    long poll;
    long relistPeriod;
    int nodes;
    int athletes;
    int[] histories = {};
    TokenRotation rotation = TokenRotation.SAME;

    boolean scripted;
    boolean hot;
    boolean replicaLag;
    boolean detailLag;
    boolean shortPages;
    /** Activities that begin in the same second. */
    boolean ties;

    boolean shuffledPages;
    boolean lateUploads;
    boolean futureDates;
    boolean privacy;
    boolean hiddenStarts;
    boolean poison;
    boolean scopeChanges;
    boolean revocations;

    boolean crashes;
    boolean pauses;
    boolean skew;
    boolean storeFaults;
    boolean storeOutages;
    boolean networkFaults;
    boolean latencyTail;
    boolean maintenance;
    boolean suspensions;
    boolean foreignUse;
    boolean limitChanges;
    boolean smallLimits;
    boolean uncoordinated;
    boolean interactive;

    /** The hosts leave it to a {@link io.stravaai.BackgroundSync} who is due. */
    boolean background;

    /** What a seed dwells on, for faults that need several rare things at the same time. */
    enum Theme {
        MIXED,
        /** Many requests where quota ends, and where windows do. */
        QUOTA,
        /** What is missing from a list, and why. */
        ABSENCE,
        /** Refreshes that meet one another, and a store that does not take what they bring. */
        TOKENS
    }

    Theme theme = Theme.MIXED;

    private Swarm() {}

    /** For {@link Simulation#script}. */
    static Swarm script() {
        Swarm swarm = new Swarm();
        swarm.scripted = true;
        swarm.poll = HOUR;
        swarm.relistPeriod = HOUR / 2;
        swarm.nodes = 1;
        swarm.athletes = 3;
        swarm.histories = new int[] {25, 230, 12};
        swarm.rotation = TokenRotation.EVERY_REFRESH;
        swarm.crashes = true;
        return swarm;
    }

    static Swarm of(long seed) {
        // Mixed, for neighbours among such seeds give the same numbers one place apart.
        long mixed = (seed ^ (seed >>> 31)) * 0xBF58476D1CE4E5B9L;
        SplittableRandom random = new SplittableRandom((mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL);
        Swarm s = new Swarm();
        s.days = random.nextInt(5) == 0 ? 7 : 30;
        long[] polls = {30 * MINUTE, 2 * HOUR, 6 * HOUR};
        s.athletes = new int[] {1, 1, 1, 1, 2, 2, 2, 3, 4, 8}[random.nextInt(10)];
        int choice = random.nextInt(polls.length);
        while (choice < polls.length - 1 && s.athletes * s.days * DAY / polls[choice] > 300) {
            choice++;
        }
        s.poll = polls[choice];
        s.relistPeriod = new long[] {1, 2, 4}[random.nextInt(3)] * DAY;
        s.nodes = 1 + random.nextInt(3);
        s.histories = new int[s.athletes];
        for (int i = 0; i < s.athletes; i++) {
            int kind = random.nextInt(10);
            s.histories[i] = kind == 0
                    ? 0
                    : kind < 6
                            ? random.nextInt(60)
                            : kind < 9 || s.athletes > 2 ? 150 + random.nextInt(350) : 500 + random.nextInt(1000);
        }
        s.rotation = TokenRotation.values()[random.nextInt(3)];
        BooleanSupplier half = random::nextBoolean;
        BooleanSupplier third = () -> random.nextInt(3) == 0;
        s.hot = half.getAsBoolean();
        s.replicaLag = half.getAsBoolean();
        s.detailLag = half.getAsBoolean();
        s.shortPages = third.getAsBoolean();
        s.ties = third.getAsBoolean();
        s.shuffledPages = third.getAsBoolean();
        s.lateUploads = half.getAsBoolean();
        s.futureDates = third.getAsBoolean();
        s.privacy = half.getAsBoolean();
        s.hiddenStarts = half.getAsBoolean();
        s.poison = half.getAsBoolean();
        boolean faultFree = random.nextInt(10) == 0;
        s.scopeChanges = third.getAsBoolean() && !faultFree;
        s.revocations = third.getAsBoolean() && !faultFree;
        s.crashes = half.getAsBoolean() && !faultFree;
        s.pauses = half.getAsBoolean() && !faultFree;
        s.skew = third.getAsBoolean() && !faultFree;
        s.storeFaults = half.getAsBoolean() && !faultFree;
        s.storeOutages = third.getAsBoolean() && !faultFree;
        s.networkFaults = half.getAsBoolean() && !faultFree;
        s.latencyTail = half.getAsBoolean() && !faultFree;
        s.maintenance = third.getAsBoolean() && !faultFree;
        s.suspensions = third.getAsBoolean() && !faultFree;
        s.foreignUse = third.getAsBoolean() && !faultFree;
        s.limitChanges = third.getAsBoolean() && !faultFree;
        s.smallLimits = third.getAsBoolean() && !faultFree;
        s.uncoordinated = half.getAsBoolean() && !faultFree;
        s.interactive = third.getAsBoolean() && !faultFree;
        s.background = third.getAsBoolean();
        Theme[] themes = {Theme.QUOTA, Theme.ABSENCE, Theme.TOKENS, Theme.MIXED, Theme.MIXED};
        s.dwellOn(themes[(int) Math.floorMod(seed, 5L)], random);
        return s;
    }

    private void dwellOn(Theme chosen, SplittableRandom random) {
        theme = chosen;
        switch (chosen) {
            case QUOTA -> {
                days = 4;
                poll = HOUR / 2;
                relistPeriod = DAY;
                nodes = 3;
                histories(random.nextInt(40), 150 + random.nextInt(200));
                smallLimits = true;
                latencyTail = true;
                foreignUse = random.nextBoolean();
                // So that what is sent can be held against what is known, to the request.
                limitChanges = false;
                skew = false;
                crashes = false;
                pauses = false;
                storeFaults = false;
                storeOutages = false;
                suspensions = false;
                maintenance = false;
                scopeChanges = false;
                revocations = false;
            }
            case ABSENCE -> {
                days = 7;
                poll = 2 * HOUR;
                relistPeriod = DAY;
                nodes = 2;
                histories(450 + random.nextInt(200));
                ties = true;
                replicaLag = true;
                detailLag = true;
                smallLimits = false;
                limitChanges = false;
                scopeChanges = false;
                revocations = false;
                skew = false;
                suspensions = false;
                maintenance = false;
            }
            case TOKENS -> {
                days = 20;
                poll = 2 * HOUR;
                relistPeriod = 4 * DAY;
                nodes = 2;
                histories(random.nextInt(30), random.nextInt(60));
                rotation = random.nextInt(3) > 0
                        ? TokenRotation.EVERY_REFRESH
                        : TokenRotation.EVERY_REFRESH_KILLING_ON_REUSE;
                uncoordinated = true;
                background = false;
                interactive = false;
                skew = false;
                suspensions = false;
                maintenance = false;
            }
            case MIXED -> {}
        }
    }

    private void histories(int... lengths) {
        histories = lengths;
        athletes = lengths.length;
    }

    /** Whether nothing goes wrong, so that what is spent can be held against a plan. */
    boolean isFaultFree() {
        return theme == Theme.MIXED
                && !(scopeChanges
                        || revocations
                        || crashes
                        || pauses
                        || skew
                        || storeFaults
                        || storeOutages
                        || networkFaults
                        || latencyTail
                        || maintenance
                        || suspensions
                        || foreignUse
                        || limitChanges
                        || smallLimits
                        || uncoordinated
                        || interactive);
    }

    /** How long the quiet regime lasts: until all of the history must have been listed again. */
    long quiet() {
        return scripted ? 3 * HOUR : 2 * relistPeriod + DAY;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(days)
                .append(" days, ")
                .append(nodes)
                .append(" nodes, poll ")
                .append(poll / MINUTE);
        text.append(" min, relist ").append(relistPeriod / DAY).append(" d, histories");
        for (int history : histories) {
            text.append(' ').append(history);
        }
        text.append(", ").append(rotation).append(", ").append(theme);
        for (var field : Swarm.class.getDeclaredFields()) {
            try {
                if (field.getType() == boolean.class && field.getBoolean(this)) {
                    text.append(", ").append(field.getName());
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.toString();
    }
}
