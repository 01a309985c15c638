package io.redress.app.access;

import io.redress.api.Act;
import io.redress.api.intervention.ConfirmDecision;
import io.redress.api.record.OpenRecord;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.store.Append;
import io.redress.command.store.CommitParticipant;

/**
 * Whose act it is to perform a settlement, to accept a complaint or to answer a proposal only the subject knows, as
 * things stand. It has said so in the event; what a party did not do itself is not stored as its doing. Nor is what one
 * credential did alone stored as the doing of two persons.
 */
final class OwnHand implements CommitParticipant {
    private final Policy policy;
    private final FourEyes fourEyes;

    OwnHand(Policy policy, FourEyes fourEyes) {
        this.policy = policy;
        this.fourEyes = fourEyes;
    }

    @Override
    public void look(Append stored) {
        Act act = stored.act();
        if (act == null || !(stored.metaData().get(WhoActs.CALLER) instanceof Caller caller)) {
            return;
        }
        if (act instanceof ConfirmDecision
                && !WhoActs.isACommand(caller)
                && fourEyes.hasProposed(caller, act.subject())) {
            throw new Refusal(Rule.SECOND_PERSON_HAS_ANOTHER_CREDENTIAL);
        }
        if (act instanceof OpenRecord
                && !WhoActs.isACommand(caller)
                && fourEyes.hasAskedToOpen(caller, act.subject())) {
            throw new Refusal(Rule.OPENING_HAS_ANOTHER_CREDENTIAL);
        }
        if (caller.party().isPresent()
                && policy.isForTheHolder(act)
                && stored.events().stream()
                        .anyMatch(
                                event -> event.subject().equals(act.subject()) && !policy.isUpTo(caller, event.by()))) {
            throw new Forbidden();
        }
    }
}
