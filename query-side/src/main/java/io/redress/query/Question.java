package io.redress.query;

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
