package io.redress.api.complaint;

import io.redress.api.Event;

/** What can have happened to a complaint alone. */
public sealed interface ComplaintEvent extends Event
        permits ComplaintAccepted,
                ComplaintFiled,
                ComplaintFlaggedSerious,
                ComplaintRedirected,
                FactsVerified,
                SolutionCosigned {}
