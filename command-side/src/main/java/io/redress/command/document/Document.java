package io.redress.command.document;

import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;

/** A published document that may set lengths; a new version replaces the old one whole. */
abstract sealed class Document extends Subject permits ServicePlan, EmergencyMechanism, PlatformRules {
    @Override
    protected final Lengths lengths(Terms terms) {
        return terms.lengths();
    }

    @Override
    protected Party party(Side side) {
        throw new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER);
    }
}
