package io.redress.query.casefile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Ending;
import io.redress.query.CaseKind;
import io.redress.query.CaseState;
import io.redress.query.Texts;
import io.redress.query.WindowView;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One case with everything that happened in it.
 *
 * @param parties names are empty where there are none: a report has a room only
 * @param registered which of them have registered; nobody must, to act
 * @param respondent who owes the answer now; null for an order, a report and a service plan
 * @param ending how it ended; null while it is open
 * @param reopenableUntil of a demand that closed as unanswered: the first instant at which it is too late
 * @param intervention whether the platform stepped in: {@code none}, {@code open} or {@code ended}
 * @param amountFen paid for what it is about, in fen
 * @param paidBackFen paid back of that so far, in fen: by refunds, settlements and performed decisions
 * @param decision as the event says it, with its moment; null when nothing was decided
 * @param appeal how the appeal against it was decided; null when none was
 * @param decisionProposed a decision that waits for a second person; null when none does, and for the parties
 * @param about what the first event says it is about
 * @param personalData whether what people wrote is to be had: {@code open}, {@code restricted} or {@code destroyed}
 * @param windows in the order in which they opened, those of the intervention among them
 * @param entries in the order in which they happened
 * @param nextAfter asks for the entries after these; null when there are none
 * @param version how many events of its history it shows
 */
public record CaseFileView(
        SubjectId subject,
        Parties parties,
        Registered registered,
        @Nullable Party respondent,
        CaseState state,
        @Nullable Ending ending,
        @Nullable OffsetDateTime reopenableUntil,
        String intervention,
        boolean serious,
        long amountFen,
        long paidBackFen,
        @Nullable JsonNode decision,
        @Nullable JsonNode appeal,
        @Nullable JsonNode decisionProposed,
        JsonNode about,
        OffsetDateTime begunAt,
        String personalData,
        List<WindowView> windows,
        List<EntryView> entries,
        @Nullable Long nextAfter,
        @JsonIgnore long version) {

    /** Where to read on. */
    @JsonProperty("links")
    public Links links() {
        String file = "/api/v1/cases/" + CaseKind.path(subject);
        return new Links(file + "/available-actions", file + "/windows", file + "/time-ledger");
    }

    /**
     * Addresses of what else is to be read about this case.
     *
     * @param availableActions what whoever asks may do in it now
     * @param windows page by page
     * @param timeLedger who held the ball, and for how long
     */
    public record Links(String availableActions, String windows, String timeLedger) {}

    /** Who of the parties said who they are and where they are reached. */
    public record Registered(boolean merchant, boolean operator) {}

    /**
     * One thing that happened.
     *
     * @param position its place among all events of the platform
     * @param at when it happened; of a lapse, when it was processed
     * @param dueAt of a lapse, the window's dueAt, where the lapse stands in the ledger; else null
     * @param event the stored name, {@code return.refused.v1}
     * @param facts what else the event says
     * @param changes what it did to windows and subjects, in order
     * @param caller by whose credential it was done, for the platform's eyes; null of what happened by itself
     */
    public record EntryView(
            long position,
            OffsetDateTime at,
            @Nullable OffsetDateTime dueAt,
            String event,
            Party by,
            Texts.Bilingual summary,
            JsonNode facts,
            JsonNode changes,
            @Nullable String caller) {}
}
