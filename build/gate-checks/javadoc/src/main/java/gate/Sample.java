package gate;

/** A type without fault. */
public final class Sample {

    private final String name;

    /** Takes any name. */
    public Sample(String name) {
        this.name = name;
    }

    /** The name, as {@link gate.Missing} has it. <b>Not closed. */
    public String name() {
        return name;
    }
}
