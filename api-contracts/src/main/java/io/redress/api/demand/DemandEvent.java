package io.redress.api.demand;

import io.redress.api.Event;

/** What can have happened to any demand (诉求), a return request or a complaint. */
public sealed interface DemandEvent extends Event
        permits CoordinationRecorded,
                DemandRated,
                DemandReopened,
                DemandUrged,
                DemandWithdrawn,
                InterventionRequested,
                MessageSent,
                PartyInfoDisclosed,
                PartyInfoRequested,
                SettlementPerformed,
                SolutionAccepted,
                SolutionOffered,
                SolutionRejected {}
