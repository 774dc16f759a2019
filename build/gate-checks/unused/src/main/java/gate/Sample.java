package gate;

/** A type without fault. */
public final class Sample {

    private final String name;

    /** Takes any name. */
    public Sample(String name) {
        this.name = name;
    }

    /** The name. */
    public String name() {
        return name;
    }
}
