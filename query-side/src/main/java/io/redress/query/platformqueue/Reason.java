package io.redress.query.platformqueue;

import io.redress.api.Event;
import io.redress.api.demand.InterventionRequested;
import io.redress.api.demand.PartyInfoRequested;
import io.redress.api.intervention.AppealDecided;
import io.redress.api.intervention.CaseReferredOutside;
import io.redress.api.intervention.DecisionAppealed;
import io.redress.api.report.ViolationReported;
import io.redress.api.window.WindowKey;
import io.redress.api.window.WindowLapsed;
import java.util.Locale;

/** Why an item is in the queue; the texts are in {@code platformqueue_en} and {@code _zh}. */
enum Reason {
    /** A duty lapsed, and the platform steps in. */
    DUTY_LAPSED,
    INTERVENTION_REQUESTED,
    /** The room operator neither urged nor coordinated in time. */
    OPERATOR_SILENT,
    /** The platform itself did not urge the shipment in time. */
    SHIPMENT_NOT_URGED,
    DECISION_NOT_EXECUTED,
    DECISION_APPEALED,
    /** The platform provided no solution in time. */
    SOLUTION_OVERDUE,
    /** The platform did not decide the appeal in time. */
    APPEAL_OVERDUE,
    REFERRED_OUTSIDE,
    APPEAL_LOST,
    VIOLATION_REPORTED,
    PARTY_INFO_REQUESTED;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Why this event opens a window that the platform owes. */
    static Reason of(Event event) {
        return switch (event) {
            case WindowLapsed lapsed -> ofLapse(lapsed.window());
            case InterventionRequested _ -> INTERVENTION_REQUESTED;
            case DecisionAppealed _ -> DECISION_APPEALED;
            case CaseReferredOutside _ -> REFERRED_OUTSIDE;
            case AppealDecided _ -> APPEAL_LOST;
            case ViolationReported _ -> VIOLATION_REPORTED;
            case PartyInfoRequested _ -> PARTY_INFO_REQUESTED;
            default -> throw new IllegalStateException("puts nothing into the queue: " + event.getClass());
        };
    }

    private static Reason ofLapse(WindowKey window) {
        return switch (window.obligation()) {
            case ROOM_OPERATOR_URGE_PROMISE, ROOM_OPERATOR_URGE_AFTERSALE, ROOM_OPERATOR_COORDINATE -> OPERATOR_SILENT;
            case PLATFORM_URGE_SHIPMENT -> SHIPMENT_NOT_URGED;
            case PARTY_EXECUTE_DECISION -> DECISION_NOT_EXECUTED;
            case PLATFORM_PROVIDE_SOLUTION -> SOLUTION_OVERDUE;
            case PLATFORM_DECIDE_APPEAL -> APPEAL_OVERDUE;
            default -> DUTY_LAPSED;
        };
    }
}
