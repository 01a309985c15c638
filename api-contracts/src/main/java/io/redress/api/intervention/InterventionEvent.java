package io.redress.api.intervention;

import io.redress.api.Event;

/** What can have happened in the platform's intervention on a demand; it stands in the demand's history. */
public sealed interface InterventionEvent extends Event
        permits AppealDecided,
                AppraisalEnded,
                AppraisalStarted,
                CaseDecided,
                CaseReferredOutside,
                CaseSettled,
                CaseTakenUp,
                DecisionAppealed,
                DecisionPerformed,
                DecisionProposed,
                DecisionReturned,
                EvidenceRequested,
                EvidenceSubmitted,
                RemediesInformed {}
