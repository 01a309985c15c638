package io.redress.query;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads sheets: gives back texts and moments as they were before {@link SheetWriter} kept them. */
@Component
public final class SheetReader {
    /** Rows that are fetched at a time when a sheet is read from end to end. */
    private static final int ROWS_AT_A_TIME = 1000;

    /** Makes what is read of a row. */
    public interface Shape<T> {
        T of(Row row) throws SQLException;
    }

    /** A row of a sheet. */
    public static final class Row {
        private final ResultSet columns;

        private Row(ResultSet columns) {
            this.columns = columns;
        }

        public String text(String column) throws SQLException {
            return Values.typed(columns.getString(column));
        }

        public @Nullable String textIfAny(String column) throws SQLException {
            @Nullable String kept = columns.getString(column);
            return kept == null ? null : Values.typed(kept);
        }

        /** The texts of an array column; none when it is null. */
        public List<String> texts(String column) throws SQLException {
            @Nullable Array array = columns.getArray(column);
            return array == null
                    ? List.of()
                    : Arrays.stream((String[]) array.getArray())
                            .map(Values::typed)
                            .toList();
        }

        /** A moment, with the offset +08:00. */
        public OffsetDateTime time(String column) throws SQLException {
            return columns.getObject(column, OffsetDateTime.class).withOffsetSameInstant(Values.SHANGHAI);
        }

        public @Nullable OffsetDateTime timeIfAny(String column) throws SQLException {
            @Nullable OffsetDateTime kept = columns.getObject(column, OffsetDateTime.class);
            return kept == null ? null : kept.withOffsetSameInstant(Values.SHANGHAI);
        }

        public long number(String column) throws SQLException {
            return columns.getLong(column);
        }

        public @Nullable Long numberIfAny(String column) throws SQLException {
            return columns.getObject(column, Long.class);
        }

        public int count(String column) throws SQLException {
            return columns.getInt(column);
        }

        public @Nullable Integer countIfAny(String column) throws SQLException {
            int kept = columns.getInt(column);
            return columns.wasNull() ? null : kept;
        }

        public @Nullable Boolean flagIfAny(String column) throws SQLException {
            boolean kept = columns.getBoolean(column);
            return columns.wasNull() ? null : kept;
        }

        public boolean flag(String column) throws SQLException {
            return columns.getBoolean(column);
        }
    }

    private final JdbcTemplate jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate snapshot;

    SheetReader(DataSource dataSource, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(dataSource);
        streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(ROWS_AT_A_TIME);
        snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** All rows; the question limits their number. */
    public <T> List<T> list(Question question, Shape<T> shape) {
        return jdbc.query(question.sql(), (row, _) -> shape.of(new Row(row)), question.values());
    }

    /** The only row, if there is one. */
    public <T> Optional<T> one(Question question, Shape<T> shape) {
        return list(question, shape).stream().findFirst();
    }

    /** Row by row in constant memory, all from one moment. */
    public <T> void each(Question question, Shape<T> shape, Consumer<? super T> reader) {
        RowCallbackHandler handler = row -> reader.accept(shape.of(new Row(row)));
        snapshot.executeWithoutResult(_ -> streaming.query(question.sql(), handler, question.values()));
    }

    /** Several questions answered from one moment of the sheet. */
    public <T> T atOnce(Supplier<T> questions) {
        return Objects.requireNonNull(snapshot.execute(_ -> questions.get()));
    }
}
