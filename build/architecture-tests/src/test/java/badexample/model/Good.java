package badexample.model;

/** What others may know. */
public record Good(long id) {}
