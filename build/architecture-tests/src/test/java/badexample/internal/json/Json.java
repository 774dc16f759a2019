package badexample.internal.json;

public final class Json {}
