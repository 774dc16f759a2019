package badexample.sync;

public class Open {}
