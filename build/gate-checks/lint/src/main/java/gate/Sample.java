package gate;

/** A type without fault. */
public final class Sample {

    private final String name;

    /** Takes any name. */
    public Sample(String name) {
        this.name = name;
    }

    static boolean isEmpty(java.util.List list) {
        return list.isEmpty();
    }

    /** The name. */
    public String name() {
        return name;
    }
}
