package io.redress.command.door;

import io.redress.api.Act;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Ending;
import io.redress.api.window.Obligation;
import io.redress.api.window.WindowKey;
import io.redress.command.window.OnLapse;
import io.redress.command.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An act that would be done if somebody did it now.
 *
 * @param type what it is read to
 * @param actor whose act it would be
 * @param side what {@code by} says for this actor; null where the act does not ask
 * @param onTheSubject whether it is done on the subject itself; else it begins something that names the subject
 * @param answers the window that it would meet, stop or move; null where there is none
 * @param until when the right to do it ends that no window keeps: the end of the time to reopen; else null
 * @param fields all that it takes, the subject that it is done on left out
 * @param choices which values go together: in each of these, any value of a field goes with any value of the others,
 *     and a field that is not there is left out of the act. Fields that are in none take whatever is well-formed
 * @param limits between which amounts and instants must lie, by field
 * @param example all fields of an act that would be done, the subject among them
 */
public record PossibleAct(
        String act,
        Class<? extends Act> type,
        Party actor,
        @Nullable Side side,
        boolean onTheSubject,
        @Nullable Answered answers,
        @Nullable Instant until,
        List<ActField> fields,
        List<Map<String, List<JsonNode>>> choices,
        Map<String, Limit> limits,
        JsonNode example) {

    /**
     * The window that an act answers.
     *
     * @param clause of DB4401/T 171-2022
     * @param otherwise what its lapse would do if nobody acted until then; null when it has lapsed or stands still
     */
    public record Answered(
            WindowKey window,
            Window.State state,
            Instant dueAt,
            String clause,
            @Nullable Lapse otherwise) {}

    /**
     * What a lapse would do.
     *
     * @param opens the obligations whose windows it opens, in order
     * @param ends how the subject would end; null when it would not
     */
    public record Lapse(
            OnLapse consequence,
            List<Obligation> opens,
            @Nullable Ending ends) {}

    /**
     * Bounds of a value.
     *
     * @param amountMinFen the least, of an amount
     * @param amountMaxFen the most, of an amount
     * @param after of an instant: it must be later than this
     * @param until of an instant: it must not be later than this; null where nothing bounds it
     */
    public record Limit(
            @Nullable Long amountMinFen,
            @Nullable Long amountMaxFen,
            @Nullable Instant after,
            @Nullable Instant until) {}
}
