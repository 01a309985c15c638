package io.redress.query;

import io.redress.api.party.Party;
import io.redress.api.party.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A select in the making: its text and the values of its question marks, which grow together. */
public final class Question {
    private final StringBuilder sql;
    private final List<@Nullable Object> values = new ArrayList<>();

    private Question(String select) {
        sql = new StringBuilder(select);
    }

    /** Begins with a select whose question marks stand for these values. */
    public static Question of(String select, @Nullable Object... values) {
        Question question = new Question(select);
        question.take(values);
        return question;
    }

    /** Goes on with a piece of text. */
    public Question and(String piece, @Nullable Object... pieceValues) {
        sql.append('\n').append(piece);
        take(pieceValues);
        return this;
    }

    /**
     * Only rows of cases in which the reader has a part. The select has a WHERE already.
     *
     * @param table what stands before the columns consumer, merchant and operator, with its dot
     */
    public Question openTo(Reader reader, String table) {
        switch (reader.kind()) {
            case SERVICE, PLATFORM -> {}
            case CONSUMER -> and("AND " + table + "consumer = ?", reader.name());
            case MERCHANT -> and("AND " + table + "merchant = ?", reader.name());
            case OPERATOR ->
                and("AND " + table + "operator = ? AND " + table + "operator <> " + table + "merchant", reader.name());
            case AGENT -> {
                reader.avoided(Role.CONSUMER).forEach(name -> and("AND " + table + "consumer <> ?", name));
                reader.avoided(Role.MERCHANT).forEach(name -> and("AND " + table + "merchant <> ?", name));
                reader.avoided(Role.ROOM_OPERATOR).forEach(name -> and("AND " + table + "operator <> ?", name));
            }
            case NOBODY -> and("AND false");
        }
        return this;
    }

    /**
     * Only rows of cases in which this party stands; the platform stands in all of them. The select has a WHERE already.
     *
     * @param table as in {@link #openTo}
     */
    public Question inWhich(@Nullable Party party, String table) {
        if (party != null) {
            switch (party.role()) {
                case CONSUMER -> and("AND " + table + "consumer = ?", party.name());
                case MERCHANT -> and("AND " + table + "merchant = ?", party.name());
                case ROOM_OPERATOR -> and("AND " + table + "operator = ?", party.name());
                case PLATFORM -> {}
            }
        }
        return this;
    }

    /** Goes on with this piece where a value was asked for. */
    public Question ifAny(String piece, @Nullable Object value) {
        return value == null ? this : and(piece, value);
    }

    /** Puts text before and after what there is. */
    public Question around(String before, String after) {
        sql.insert(0, before + '\n').append('\n').append(after);
        return this;
    }

    private void take(@Nullable Object... more) {
        Arrays.stream(more).map(Values::toSql).forEach(values::add);
    }

    String sql() {
        return sql.toString();
    }

    @Nullable
    Object[] values() {
        return values.toArray();
    }
}
