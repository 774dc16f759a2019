package badexample.client;

import badexample.internal.json.Json;

public final class HoldsJson {

    private final Json json = new Json();

    public String raw() {
        return json.toString();
    }
}
