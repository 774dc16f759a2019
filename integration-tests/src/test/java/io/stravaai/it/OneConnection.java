package io.stravaai.it;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The simplest pool: one connection, opened again only once the driver knows that it is broken, and otherwise given out as it
 * came back. What it is asked is all that goes to the server, so packets can be counted. For one thread.
 */
final class OneConnection implements AutoCloseable {

    private final DataSource source;
    private Connection held;

    OneConnection(DataSource source) {
        this.source = source;
    }

    /** What gives it out, and finds out who gives it back in another state. */
    DataSource dataSource() {
        return proxy(
                DataSource.class,
                (method, arguments) ->
                        method.getName().equals("getConnection") ? lend() : method.invoke(source, arguments));
    }

    private Connection lend() throws SQLException {
        if (held == null || held.isClosed()) {
            held = source.getConnection();
        }
        Connection lent = held;
        return proxy(Connection.class, (method, arguments) -> {
            if (!method.getName().equals("close")) {
                return method.invoke(lent, arguments);
            }
            if (!lent.isClosed() && !lent.getAutoCommit()) {
                throw new AssertionError("A connection that works came back in a transaction");
            }
            return null;
        });
    }

    /** The type, with all its methods done by the call. */
    static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.run(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What a method does. */
    @FunctionalInterface
    interface Call {
        Object run(Method method, Object[] arguments) throws ReflectiveOperationException, SQLException;
    }

    @Override
    public void close() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
