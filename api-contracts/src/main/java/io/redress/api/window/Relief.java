package io.redress.api.window;

import io.redress.api.Event;
import io.redress.api.SubjectId;
import io.redress.api.complaint.ComplaintFlaggedSerious;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.Outcome;
import io.redress.api.order.OrderLinesStruck;
import io.redress.api.order.OrderShipped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Duties that an event takes from whoever let them lapse, although nobody did them: what was owed makes no sense any
 * more. Besides, a lapsed duty is owed until it is done late, until it is opened anew, or until its subject ends.
 *
 * @param subject whose windows
 * @param obligations which of them
 */
public record Relief(SubjectId subject, Set<Obligation> obligations) {
    private static final Set<Obligation> OVER_AT_DUE_AT = EnumSet.of(
            Obligation.CONSUMER_NOTIFY_NO_REASON_RETURN,
            Obligation.CONSUMER_CLAIM_QUALITY_RETURN,
            Obligation.CONSUMER_SHIP_RETURN,
            Obligation.CONSUMER_ANSWER_SOLUTION,
            Obligation.CONSUMER_REQUEST_INTERVENTION,
            Obligation.PARTY_APPEAL_DECISION);

    private static final Set<Obligation> SHIPPING = EnumSet.of(
            Obligation.MERCHANT_SHIP_GOODS, Obligation.PLATFORM_URGE_SHIPMENT, Obligation.ROOM_OPERATOR_URGE_PROMISE);

    private static final Set<Obligation> EVIDENCE = EnumSet.of(
            Obligation.MERCHANT_SUBMIT_EVIDENCE,
            Obligation.ROOM_OPERATOR_SUBMIT_EVIDENCE,
            Obligation.CONSUMER_SUBMIT_EVIDENCE);

    private static final Set<Obligation> RESOLVING =
            EnumSet.of(Obligation.MERCHANT_RESOLVE_COMPLAINT, Obligation.ROOM_OPERATOR_RESOLVE_COMPLAINT);

    /** The duties that this event takes away. */
    public static List<Relief> by(Event event) {
        return switch (event) {
            case OrderShipped shipped when shipped.left().isEmpty() -> one(shipped.subject(), SHIPPING);
            case OrderLinesStruck struck when struck.left().isEmpty() -> one(struck.subject(), SHIPPING);
            case ComplaintFlaggedSerious flagged -> one(flagged.subject(), RESOLVING);
            case CaseDecided decided -> one(decided.subject().intervention(), EVIDENCE);
            case CaseReferredOutside referred -> one(referred.subject().intervention(), EVIDENCE);
            case AppealDecided appeal
            when appeal.outcome() == Outcome.REVERSED ->
                one(appeal.subject().intervention(), EnumSet.of(Obligation.PARTY_EXECUTE_DECISION));
            default -> List.of();
        };
    }

    private static List<Relief> one(SubjectId subject, Set<Obligation> obligations) {
        return List.of(new Relief(subject, obligations));
    }

    /**
     * Whether nothing is owed once such a window lapsed: it was a right, which is over, or a step whose lapse itself
     * decides what follows.
     */
    public static boolean isOverAtDueAt(Obligation obligation) {
        return OVER_AT_DUE_AT.contains(obligation);
    }

    /** Whether this window is one of those. */
    public boolean covers(WindowKey window) {
        return subject.equals(window.subject()) && obligations.contains(window.obligation());
    }
}
