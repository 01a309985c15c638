package io.redress.api.record;

import io.redress.api.Act;
import io.redress.api.Clause;
import io.redress.api.SubjectId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The term of a case has ended, as its history says: its keys are destroyed. Nobody asks for it; the service does it by
 * itself.
 *
 * @param keys how many keys there are to destroy
 * @param term the kind of record whose term it is
 * @param endedAt when the term ended
 */
@Clause("5.6.2.7")
public record ForgetRecord(
        @TargetAggregateIdentifier SubjectId subject, Instant at, int keys, String term, Instant endedAt)
        implements Act {}
