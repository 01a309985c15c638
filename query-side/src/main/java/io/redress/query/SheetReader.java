package io.redress.query;

import io.redress.api.party.Role;
import io.redress.api.personal.PersonalText;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads sheets for somebody: gives back texts and moments as they were before {@link SheetWriter} kept them, and of the
 * rows only those that are open to the reader.
 */
@Component
public final class SheetReader {
    /** Rows that are fetched at a time when a sheet is read from end to end. */
    private static final int ROWS_AT_A_TIME = 1000;

    /** What the policies of the tables ask for, and the role for which they hold. */
    private static final String BECOME = """
            SELECT set_config('redress.reader', ?, true), set_config('redress.name', ?, true),
                set_config('redress.avoided_consumers', CAST(? AS text), true),
                set_config('redress.avoided_merchants', CAST(? AS text), true),
                set_config('redress.avoided_operators', CAST(? AS text), true),
                set_config('role', 'redress_reader', true)""";

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

        /** What somebody wrote, sealed. */
        public @Nullable PersonalText personalIfAny(String column) throws SQLException {
            @Nullable String kept = columns.getString(column);
            return kept == null ? null : Values.personal(kept);
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

        public byte[] bytes(String column) throws SQLException {
            return columns.getBytes(column);
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

    /** Answers several questions from one moment of the sheet. */
    public final class Rows {
        private Rows() {}

        /** All rows; the question limits their number. */
        public <T> List<T> list(Question question, Shape<T> shape) {
            return jdbc.query(question.sql(), (row, _) -> shape.of(new Row(row)), question.values());
        }

        /** The only row, if there is one. */
        public <T> Optional<T> one(Question question, Shape<T> shape) {
            return list(question, shape).stream().findFirst();
        }
    }

    /** All rows that are open to the reader; the question limits their number. */
    public <T> List<T> list(Reader reader, Question question, Shape<T> shape) {
        return atOnce(reader, rows -> rows.list(question, shape));
    }

    /** The only row, if there is one. */
    public <T> Optional<T> one(Reader reader, Question question, Shape<T> shape) {
        return atOnce(reader, rows -> rows.one(question, shape));
    }

    /** Row by row in constant memory, all from one moment. */
    public <T> void each(Reader reader, Question question, Shape<T> shape, Consumer<? super T> taker) {
        RowCallbackHandler handler = row -> taker.accept(shape.of(new Row(row)));
        snapshot.executeWithoutResult(_ -> {
            become(reader);
            streaming.query(question.sql(), handler, question.values());
        });
    }

    /** Several questions answered from one moment of the sheet. */
    public <T> T atOnce(Reader reader, Function<Rows, T> questions) {
        return Objects.requireNonNull(snapshot.execute(_ -> {
            become(reader);
            return questions.apply(new Rows());
        }));
    }

    /**
     * Until the transaction ends the database takes this connection for one of its readers, to whom it shows no rows but
     * the reader's own: a question that forgets whom it is for finds nothing more.
     */
    private void become(Reader reader) {
        if (reader.kind() == Reader.Kind.SERVICE) {
            return;
        }
        jdbc.query(
                BECOME,
                statement -> {
                    statement.setString(1, reader.kind().word());
                    statement.setString(2, Values.kept(reader.name()));
                    statement.setArray(3, avoided(statement, reader, Role.CONSUMER));
                    statement.setArray(4, avoided(statement, reader, Role.MERCHANT));
                    statement.setArray(5, avoided(statement, reader, Role.ROOM_OPERATOR));
                },
                (RowCallbackHandler) _ -> {});
    }

    private static Array avoided(PreparedStatement statement, Reader reader, Role role) throws SQLException {
        Object[] names = reader.avoided(role).stream().map(Values::kept).toArray();
        return statement.getConnection().createArrayOf("text", names);
    }
}
