package io.redress.query.partyrecord;

import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Obligation;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of a party.
 *
 * @param registered whether it said who it is and where it is reached; null of a consumer, who need not
 * @param from the first day whose openings are counted, null for all
 * @param to the last one, null for all
 * @param total of all obligations
 * @param obligations one line for each that the party owed
 */
public record PartyRecordView(
        Party party,
        @Nullable Boolean registered,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Figures total,
        List<Line> obligations,
        Interventions interventions) {

    /** The figures of one obligation. */
    public record Line(Obligation obligation, Figures figures) {}

    /**
     * How many windows opened, and how they stand: {@code opened} is the sum of {@code metInTime}, {@code metLate},
     * {@code lapsed}, {@code withdrawn}, {@code open} and {@code suspended}.
     *
     * @param lapsed lapsed and not done since
     * @param lapsedStillOwed those of them whose duty is owed still
     * @param rescinded lapses that were taken back, because the duty had been done in time and was recorded late; they
     *     are in none of the counts of lapses
     * @param medianSecondsToMeet half of those that were met took no longer than this, from the opening to the act, the
     *     time in which the window stood still left out; null when none was met
     */
    public record Figures(
            long opened,
            long metInTime,
            long metLate,
            long lapsed,
            long lapsedStillOwed,
            long withdrawn,
            long open,
            long suspended,
            long rescinded,
            @Nullable Long medianSecondsToMeet) {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /**
     * How the platform's interventions on cases in which the party stands ended: {@code opened} is the sum of the
     * others.
     *
     * @param open undecided
     * @param decidedAgainst the decision in force orders the party; of a consumer, it orders nobody
     * @param decidedFor the party was complained against and is not ordered; of a consumer, somebody is
     * @param decidedOnOthers the decision concerns others
     * @param settled settled before a decision
     * @param referred referred outside the platform
     * @param ended the demand closed before a decision
     * @param rescinded the lapse that called for it was taken back before an agent took it up
     */
    public record Interventions(
            long opened,
            long open,
            long decidedAgainst,
            long decidedFor,
            long decidedOnOthers,
            long settled,
            long referred,
            long ended,
            long rescinded) {}

    /**
     * An intervention on a case in which the party stands.
     *
     * @param outcome as in the figures: {@code decided-against} and so on
     * @param ordered whom the decision in force orders, null for nobody or no decision
     */
    public record InterventionView(
            SubjectId subject,
            OffsetDateTime openedAt,
            String outcome,
            @Nullable Party ordered,
            @Nullable OffsetDateTime endedAt) {}
}
