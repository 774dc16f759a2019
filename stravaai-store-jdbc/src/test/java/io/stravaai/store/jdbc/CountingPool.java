package io.stravaai.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.JdbcConnection;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/** A pool that notes what is not given back, or not as it was lent. */
final class CountingPool implements DataSource, AutoCloseable {

    private final DataSource source;
    private final boolean autoCommit;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicInteger borrowings = new AtomicInteger();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    CountingPool(DataSource source, boolean autoCommit) {
        this.source = source;
        this.autoCommit = autoCommit;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection pooled = idle.poll();
        Connection real = pooled == null ? source.getConnection() : pooled;
        real.setAutoCommit(autoCommit);
        lent.incrementAndGet();
        borrowings.incrementAndGet();
        AtomicInteger statements = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (closed.compareAndSet(false, true)) {
                            takeBack(real, statements.get());
                        }
                        return null;
                    }
                    Object result = invoke(real, method, arguments);
                    return result instanceof PreparedStatement statement ? counted(statement, statements) : result;
                });
    }

    private static PreparedStatement counted(PreparedStatement real, AtomicInteger open) {
        open.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return (PreparedStatement) Proxy.newProxyInstance(
                CountingPool.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                        open.decrementAndGet();
                    }
                    return invoke(real, method, arguments);
                });
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void takeBack(Connection real, int statements) throws SQLException {
        lent.decrementAndGet();
        if (statements != 0) {
            problems.add(statements + " statements were left open");
        }
        if (real.getAutoCommit() != autoCommit) {
            problems.add("autoCommit was left " + !autoCommit);
        }
        if (inTransaction(real)) {
            problems.add("a transaction was left open");
            real.rollback();
        }
        idle.add(real);
    }

    /** Where a driver or server tells. */
    private static boolean inTransaction(Connection real) throws SQLException {
        if (real.isWrapperFor(PgConnection.class)) {
            return real.unwrap(PgConnection.class).getTransactionState() != TransactionState.IDLE;
        }
        if (real.isWrapperFor(JdbcConnection.class)) {
            return real.unwrap(JdbcConnection.class)
                    .getSession()
                    .getServerSession()
                    .inTransactionOnServer();
        }
        // The status that MariaDB's driver keeps is not always the server's.
        return real.isWrapperFor(org.mariadb.jdbc.Connection.class) && answersOne(real, "SELECT @@in_transaction");
    }

    private static boolean answersOne(Connection real, String question) throws SQLException {
        try (Statement statement = real.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getInt(1) == 1;
        }
    }

    void assertAllReturned() {
        assertThat(problems).isEmpty();
        assertThat(lent).as("connections not returned").hasValue(0);
    }

    /** How often a connection was taken. */
    int borrowings() {
        return borrowings.get();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
        idle.clear();
    }

    @Override
    public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
