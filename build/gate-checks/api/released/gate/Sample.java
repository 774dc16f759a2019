package gate;

/** A type without fault. */
public final class Sample {

    private final String name;

    /** Takes any name. */
    public Sample(String name) {
        this.name = name;
    }

    /** Gone in the source of today. */
    public int length() {
        return name.length();
    }

    /** The name. */
    public String name() {
        return name;
    }
}
