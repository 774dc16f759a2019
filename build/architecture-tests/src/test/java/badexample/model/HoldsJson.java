package badexample.model;

import badexample.internal.json.Json;

/** What the model may do, and nobody else. */
public final class HoldsJson {

    private final Json json = new Json();

    public String raw() {
        return json.toString();
    }
}
