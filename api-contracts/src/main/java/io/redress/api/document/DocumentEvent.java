package io.redress.api.document;

import io.redress.api.Event;

/** What can have happened to a service plan, an emergency mechanism, the platform rules or a statement. */
public sealed interface DocumentEvent extends Event
        permits MechanismPublished,
                PlanAdjustmentAsked,
                PlanAdjustmentRefused,
                PlanProposalDeclined,
                PlanProposed,
                PlanPublished,
                RulesPublished,
                StatementPublished {}
