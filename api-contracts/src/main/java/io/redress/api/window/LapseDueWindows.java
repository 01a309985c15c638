package io.redress.api.window;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Time has passed: where a notice about days off has been loaded since, the days of the subject's windows are counted
 * anew; then every window that is due at or before {@code at} lapses, in order. The clock sends it, and so does the
 * front door before a late act; the subject decides.
 */
@Clause("6.4.3 d")
public record LapseDueWindows(@TargetAggregateIdentifier SubjectId subject, Instant at) implements Act {}
