package io.stravaai.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.jdbc.JdbcSchema;
import io.stravaai.store.jdbc.JdbcStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** Tables of {@link JdbcStores}. */
final class JdbcTables implements Tables {

    private final HikariDataSource dataSource;
    private final Words words;
    private final ActivityStore store;
    private final Floor floor;

    /**
     * What a database has words of its own for.
     *
     * @param explain stands before a statement to get its plan
     * @param fullScan stands in each line of a plan that reads a whole table
     * @param settle the statement by which the database tidies up, empty if it need not
     */
    record Words(String explain, String fullScan, String settle) {}

    private JdbcTables(HikariDataSource dataSource, Words words, Function<DataSource, Floor> floor) {
        this.dataSource = dataSource;
        this.words = words;
        this.store = JdbcStores.open(dataSource).activities();
        this.floor = floor.apply(dataSource);
    }

    /** Creates the tables. */
    static JdbcTables create(HikariConfig config, Words words, Function<DataSource, Floor> floor) {
        config.setMaximumPoolSize(2);
        HikariDataSource dataSource = new HikariDataSource(config);
        try {
            JdbcSchema.create(dataSource);
            return new JdbcTables(dataSource, words, floor);
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    @Override
    public ActivityStore store() {
        return store;
    }

    @Override
    public Floor floor() {
        return floor;
    }

    @Override
    public List<String> plan(Consumer<ActivityStore> call) {
        ExplainingDataSource explaining = new ExplainingDataSource(dataSource, words.explain);
        ActivityStore explained = JdbcStores.open(explaining.dataSource()).activities();
        explaining.takePlans();
        call.accept(explained);
        return explaining.takePlans();
    }

    @Override
    public boolean isFullScan(String line) {
        return line.contains(words.fullScan);
    }

    @Override
    public void settle() throws SQLException {
        if (words.settle.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(words.settle);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
