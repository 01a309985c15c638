package io.redress.query.platformqueue;

import com.fasterxml.jackson.annotation.JsonValue;
import io.redress.api.SubjectId;
import io.redress.api.party.Parties;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import io.redress.query.Texts;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One item of the platform's queue.
 *
 * @param id stays the same as long as the item is in the queue
 * @param subject what it is about: {@code intervention/return/R1}, {@code order/O1}, {@code report/V1}
 * @param caseSubject in whose case file it stands: the demand, the order or the report
 * @param order the order that the case names, if any
 * @param parties names are empty where there are none: a report has a room only
 * @param waitsFor the window of the platform that keeps it here; null when it waits for an act without a window
 * @param waitsForName the same as people read it
 * @param dueAt until when; of a suspended window the dueAt it had. It orders the queue; null when nothing is due
 * @param suspended the window that it waits for stands still
 * @param provisional dueAt rests on days whose holidays are not fixed yet
 * @param marked an alert: the window that it waits for, or waited for, lapsed
 * @param alerts the lapses that mark it
 * @param furtherLapses of other windows of the same case since it is here, in order
 * @param serious a promise was broken, compensation is claimed, or people or property are in danger
 * @param repeated by which rules the case is not the first of its kind
 * @param amountFen in dispute, in fen: what was paid for what the case is about
 * @param orderedFen what the decision in force makes a party pay back, in fen; null for no money
 * @param decisionProposed a decision that waits for a second person; null when none does
 */
public record QueueItemView(
        String id,
        ItemKind kind,
        SubjectId subject,
        SubjectId caseSubject,
        @Nullable SubjectId order,
        Parties parties,
        OffsetDateTime putAt,
        @Nullable Obligation waitsFor,
        Texts.@Nullable Bilingual waitsForName,
        @Nullable OffsetDateTime dueAt,
        boolean suspended,
        boolean provisional,
        boolean marked,
        List<LapseView> alerts,
        List<LapseView> furtherLapses,
        boolean serious,
        List<Repeated> repeated,
        long amountFen,
        @Nullable Long orderedFen,
        @Nullable ProposedView decisionProposed,
        ReasonView reason) {

    /** A rule by which a case is not the first of its kind. Cases of the same order are one. */
    public enum Repeated {
        /** Another case of the same consumer with the same merchant reached the platform in the 30 days before. */
        SAME_CONSUMER,
        /** Three other cases of the same merchant in the same room, or more, did so in these days. */
        SAME_ROOM;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether of something that lapsed here we had not told its owner by dueAt. */
    public boolean unheard() {
        return reason.unheard()
                || Stream.concat(alerts.stream(), furtherLapses.stream()).anyMatch(LapseView::unheard);
    }

    /**
     * A decision that waits for a second person.
     *
     * @param agent who proposed it, and so cannot confirm it
     * @param orders who would have to perform
     * @param amountFen money that the ordered party would have to pay back, in fen
     */
    public record ProposedView(OffsetDateTime proposedAt, String agent, Party orders, long amountFen) {}

    /**
     * A window that lapsed.
     *
     * @param lapsedAt its dueAt, where the lapse stands in the ledger
     * @param recordedAt when the lapse was processed
     * @param rescinded the lapse was taken back: the duty had been done in time
     * @param unheard we had told its owner nothing of it by dueAt: it does not count against the owner
     */
    public record LapseView(
            SubjectId subject,
            Obligation obligation,
            Party owedBy,
            OffsetDateTime lapsedAt,
            OffsetDateTime recordedAt,
            boolean rescinded,
            boolean unheard) {}

    /**
     * Why the item is here.
     *
     * @param code stable, {@code duty-lapsed}
     * @param obligation of the window whose lapse put it, with its owner and its dueAt; null when an act put it
     * @param rescinded that lapse was taken back when the case was in an agent's hands already
     * @param unheard we had told the owner of that window nothing of it by dueAt
     * @param performedAt when its owner did it after all, too late; null when it was not done yet
     */
    public record ReasonView(
            String code,
            Texts.Bilingual text,
            @Nullable Obligation obligation,
            @Nullable Party owedBy,
            @Nullable OffsetDateTime lapsedAt,
            boolean rescinded,
            boolean unheard,
            @Nullable OffsetDateTime performedAt) {}
}
