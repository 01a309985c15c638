package io.redress.query.windowboard;

import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.Question;
import io.redress.query.WindowOutcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which windows of the board; null in a component asks for all.
 *
 * @param owedBy whose windows
 * @param state how they stand
 * @param obligation what is owed
 * @param clause of the standard, as {@code 6.4.2 c}, among those that the window rests on
 * @param dueFrom due at this instant or later
 * @param dueBefore due before this instant
 */
public record WindowFilter(
        @Nullable Party owedBy,
        State state,
        @Nullable Obligation obligation,
        @Nullable Clause clause,
        @Nullable Instant dueFrom,
        @Nullable Instant dueBefore) {

    /**
     * How windows stand: all that run, all that are closed, or those of one outcome.
     *
     * @param closed whether it asks for closed ones
     * @param outcome which of them, null for all
     */
    public record State(boolean closed, @Nullable WindowOutcome outcome) {
        /** Open and suspended. */
        public static final State RUNNING = new State(false, null);

        /** Every way to ask: {@code running}, {@code closed} and the outcomes. */
        static final List<State> ALL = Stream.concat(
                        Stream.of(RUNNING, new State(true, null)),
                        Arrays.stream(WindowOutcome.values()).map(State::of))
                .toList();

        private static State of(WindowOutcome outcome) {
            return new State(outcome != WindowOutcome.OPEN && outcome != WindowOutcome.SUSPENDED, outcome);
        }

        String word() {
            return outcome != null ? outcome.word() : closed ? "closed" : "running";
        }
    }

    /**
     * A clause of the standard.
     *
     * @param pattern finds it among others, such as {@code 6.4.2 a c; 6.1.5}
     */
    public record Clause(String pattern) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,2}){0,4})(?: ([a-z]))?");

        /** Reads {@code 6.1.5} or {@code 6.4.2 c}. */
        public static Clause of(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(text);
            }
            String number = parts.group(1).replace(".", "\\.");
            String letter = parts.group(2);
            return new Clause("(^|; )" + number + (letter == null ? "" : "( [a-z])* " + letter) + "( [a-z])*(;|$)");
        }
    }

    void limit(Question question) {
        question.and(state.closed() ? "WHERE closed_at IS NOT NULL" : "WHERE closed_at IS NULL");
        if (state.outcome() != null) {
            question.and("AND outcome = ?", state.outcome().word());
        }
        if (owedBy != null) {
            question.and("AND owed_by = ?", owedBy.toString());
        }
        if (obligation != null) {
            question.and("AND obligation = ?", obligation.id());
        }
        if (clause != null) {
            question.and("AND clause ~ ?", clause.pattern());
        }
        if (dueFrom != null) {
            question.and("AND due_at >= ?", dueFrom);
        }
        if (dueBefore != null) {
            question.and("AND due_at < ?", dueBefore);
        }
    }
}
