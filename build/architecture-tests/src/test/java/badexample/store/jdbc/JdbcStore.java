package badexample.store.jdbc;

public interface JdbcStore {}
