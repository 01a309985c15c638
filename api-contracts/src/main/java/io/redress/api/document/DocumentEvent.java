package io.redress.api.document;

import io.redress.api.Event;

/** What can have happened to a service plan, an emergency mechanism, the platform rules, a statement or the calendar. */
public sealed interface DocumentEvent extends Event
        permits CalendarNoticeLoaded,
                MechanismPublished,
                PlanAdjustmentAsked,
                PlanAdjustmentRefused,
                PlanProposalDeclined,
                PlanProposed,
                PlanPublished,
                RulesPublished,
                StatementPublished {}
