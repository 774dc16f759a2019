package io.stravaai.examples.quickstart;

import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import java.util.List;
import java.util.stream.Collectors;

/** Which athletes have a grant in the store. */
final class Athletes {

    private static final int SHOWN = 10;

    private Athletes() {}

    static boolean anyConnected(TokenStore tokens) {
        return !tokens.athletes(null, 1).isEmpty();
    }

    /** The one athlete of the store. */
    static AthleteId only(TokenStore tokens) {
        List<AthleteId> athletes = tokens.athletes(null, SHOWN);
        if (athletes.isEmpty()) {
            throw new QuickstartException(
                    "The database holds no athlete yet; run 'sync' first, or name one with --athlete");
        }
        if (athletes.size() > 1) {
            throw new QuickstartException(
                    "The database holds several athletes; choose one with --athlete: " + listed(athletes));
        }
        return athletes.get(0);
    }

    /** This athlete, whose grant must be there. */
    static AthleteId connected(TokenStore tokens, AthleteId athlete) {
        if (tokens.find(athlete).isEmpty()) {
            throw new QuickstartException("The database holds no grant of athlete " + athlete + " but of "
                    + listed(tokens.athletes(null, SHOWN)) + "; --connect connects another one");
        }
        return athlete;
    }

    private static String listed(List<AthleteId> athletes) {
        return athletes.stream().map(AthleteId::toString).collect(Collectors.joining(", "))
                + (athletes.size() == SHOWN ? ", ..." : "");
    }
}
