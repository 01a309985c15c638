package io.redress.command.document;

import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import io.redress.command.window.WorkingCalendar;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A published document; a new version replaces the old one whole once it takes effect. */
abstract sealed class Document extends Subject
        permits ServicePlan, EmergencyMechanism, PlatformRules, Statement, Calendar {
    /** A document may be published ahead, but nobody is bound by it before it was there to be read. */
    static void requireNotBackdated(@Nullable Instant effectiveAt, Instant at) {
        if (effectiveAt != null && effectiveAt.isBefore(at)) {
            throw Refusal.ofField(Rule.EFFECT_BEGINS_NO_EARLIER_THAN_THE_ACT, "effectiveAt", WorkingCalendar.shown(at));
        }
    }

    @Override
    protected final Lengths lengths(Terms terms) {
        return terms.lengths();
    }

    @Override
    protected Party party(Side side) {
        throw new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER);
    }
}
