package io.redress.app;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.window.Ending;
import io.redress.query.Texts;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What whoever asks may do now.
 *
 * @param at for which instant it holds
 */
public record AvailableActions(SubjectId subject, OffsetDateTime at, List<Action> actions) {
    /**
     * An act that would be done.
     *
     * @param actor whose act it would be
     * @param by a value that the field {@code by} takes for this actor; null where the act does not take it
     * @param text what it does
     * @param dueAt until when the window runs that it answers; null when there is none
     * @param state of that window: open, suspended or lapsed
     * @param obligation that it answers; null when there is none
     * @param windowOf the subject of that window
     * @param clause of DB4401/T 171-2022
     * @param otherwise what happens when nobody acts until dueAt
     * @param choices which values go together; empty when any value that is well-formed will do
     * @param example a request that would be done
     */
    public record Action(
            String action,
            Party actor,
            @Nullable Side by,
            Texts.Bilingual text,
            @Nullable OffsetDateTime dueAt,
            @Nullable String state,
            @Nullable String obligation,
            @Nullable SubjectId windowOf,
            String clause,
            @Nullable Otherwise otherwise,
            String method,
            String href,
            List<Field> fields,
            List<Map<String, List<JsonNode>>> choices,
            JsonNode example) {}

    /**
     * What a lapse does.
     *
     * @param opens the obligations that begin with it
     * @param ends how the case would end; null when it would not
     */
    public record Otherwise(
            String onLapse, List<String> opens, @Nullable Ending ends, Texts.Bilingual text) {}

    /**
     * A field of the request.
     *
     * @param words those that it knows; empty when it takes others
     * @param min the least fen of an amount
     * @param max the most characters of a text, entries of a list or fen of an amount
     * @param after an instant must be later than this
     * @param until and not later than this
     */
    public record Field(
            String name,
            String type,
            boolean required,
            List<String> words,
            @Nullable Long min,
            @Nullable Long max,
            @Nullable OffsetDateTime after,
            @Nullable OffsetDateTime until) {}
}
