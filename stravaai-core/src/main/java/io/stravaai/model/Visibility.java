package io.stravaai.model;

/** Who may see something. An open set. */
public final class Visibility extends NamedValue {

    public static final Visibility EVERYONE = new Visibility("everyone");
    public static final Visibility FOLLOWERS_ONLY = new Visibility("followers_only");
    public static final Visibility ONLY_ME = new Visibility("only_me");

    private Visibility(String name) {
        super(name);
    }

    /** The visibility with this name, known to this library or not. */
    public static Visibility of(String name) {
        return new Visibility(name);
    }
}
