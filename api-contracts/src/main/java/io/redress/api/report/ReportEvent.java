package io.redress.api.report;

import io.redress.api.Event;

/** What can have happened to a report of a violation. */
public sealed interface ReportEvent extends Event permits ReportTriaged, ViolationReported {}
