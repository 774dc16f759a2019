package io.stravaai.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Databases to which the connection breaks. */
final class UnsoundDataSources {

    private static final Set<String> WRITES = Set.of("executeUpdate", "executeBatch");

    private UnsoundDataSources() {}

    /** Every write takes effect, and then the connection breaks before its answer arrives. */
    static DataSource losingAnswers(DataSource source) {
        return wrap(
                DataSource.class,
                source,
                (method, arguments, result) ->
                        result instanceof Connection connection ? losingAnswers(connection) : result);
    }

    private static Connection losingAnswers(Connection connection) {
        AtomicBoolean written = new AtomicBoolean();
        return wrap(Connection.class, connection, (method, arguments, result) -> {
            if (method.getName().equals("commit") && written.getAndSet(false)) {
                throw broken();
            }
            return result instanceof PreparedStatement statement
                    ? wrap(PreparedStatement.class, statement, (call, none, count) -> {
                        if (WRITES.contains(call.getName())) {
                            if (connection.getAutoCommit()) {
                                throw broken();
                            }
                            // In a transaction it is the commit whose answer is lost.
                            written.set(true);
                        }
                        return count;
                    })
                    : result;
        });
    }

    /** Gives no connection once it is down. */
    static DataSource reachableUntil(AtomicBoolean down, DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                UnsoundDataSources.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && down.get()) {
                        throw broken();
                    }
                    return invoke(source, method, arguments);
                });
    }

    private static SQLException broken() {
        return new SQLException("The connection broke", "08006");
    }

    /** The same, whose caller gets what is made of each answer. */
    static <T> T wrap(Class<T> type, T target, Afterwards afterwards) {
        return type.cast(Proxy.newProxyInstance(
                UnsoundDataSources.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> afterwards.answer(method, arguments, invoke(target, method, arguments))));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What the caller gets when the database has done its work. */
    @FunctionalInterface
    interface Afterwards {
        Object answer(Method method, Object[] arguments, Object result) throws Throwable;
    }
}
