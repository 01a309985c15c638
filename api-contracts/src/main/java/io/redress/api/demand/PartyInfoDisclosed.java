package io.redress.api.demand;

import io.redress.api.Clause;
import io.redress.api.EventName;
import io.redress.api.SubjectId;
import io.redress.api.party.Party;
import io.redress.api.window.Change;
import java.time.Instant;
import java.util.List;

/**
 * The platform told the consumer who the other parties are.
 */
@EventName("demand.party-info-disclosed.v1")
@Clause("6.4.3 d")
public record PartyInfoDisclosed(SubjectId subject, Instant at, Party by, List<Change> changes)
        implements DemandEvent {}
