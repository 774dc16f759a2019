package io.stravaai.benchmarks.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections that ask the database for the plan of each statement on a table of activities, with its parameters,
 * just before they run it. So the plan is that of the store's own statement.
 */
final class ExplainingDataSource {

    private final DataSource dataSource;
    private final String explain;
    private final List<String> plans = new ArrayList<>();

    /**
     * A source of connections like those of the other one.
     *
     * @param explain what stands before a statement to get its plan, whose last column is shown
     */
    ExplainingDataSource(DataSource dataSource, String explain) {
        this.dataSource = dataSource;
        this.explain = explain;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = invoke(dataSource, method, arguments);
            return result instanceof Connection connection ? explaining(connection) : result;
        });
    }

    /** The lines of all plans since the last call. */
    List<String> takePlans() {
        List<String> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    private Connection explaining(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            if (result instanceof PreparedStatement statement
                    && arguments != null
                    && arguments[0] instanceof String sql
                    && sql.contains("stravaai_activity")) {
                return explaining(connection, statement, sql);
            }
            return result;
        });
    }

    private PreparedStatement explaining(Connection connection, PreparedStatement statement, String sql) {
        List<Parameter> parameters = new ArrayList<>();
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("set") && arguments != null && arguments.length > 1) {
                parameters.add(new Parameter(method, arguments));
            } else if (method.getName().startsWith("execute")) {
                explain(connection, sql, parameters);
            }
            return invoke(statement, method, arguments);
        });
    }

    private void explain(Connection connection, String sql, List<Parameter> parameters) throws Throwable {
        try (PreparedStatement statement = connection.prepareStatement(explain + " " + sql)) {
            for (Parameter parameter : parameters) {
                invoke(statement, parameter.setter, parameter.arguments);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getString(rows.getMetaData().getColumnCount()).lines().forEach(plans::add);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No plan of " + sql, e);
        }
    }

    /** A call that gave a parameter. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Parameter(Method setter, Object[] arguments) {}

    private interface Handler {
        @Nullable
        Object handle(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        InvocationHandler calls = (proxy, method, arguments) -> handler.handle(method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
