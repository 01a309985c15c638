package io.redress.command.record;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.party.Party;
import io.redress.api.party.Side;
import io.redress.api.record.AskForgetting;
import io.redress.api.record.ForgettingAsked;
import io.redress.command.rule.Refusal;
import io.redress.command.rule.Rule;
import io.redress.command.window.Lengths;
import io.redress.command.window.Subject;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/** A person who asked to be forgotten; once is enough. */
@AggregateRoot(type = "person")
public final class Forgetting extends Subject {
    private boolean asked;

    Forgetting() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(AskForgetting act, Terms terms) {
        decide(act.at(), terms);
        if (!asked) {
            apply(new ForgettingAsked(act.subject(), act.at(), Party.consumer(act.consumer())));
        }
    }

    @Override
    protected Lengths lengths(Terms terms) {
        return terms.lengths();
    }

    @Override
    protected Party party(Side side) {
        throw new Refusal(Rule.PROPOSAL_COMES_FROM_THE_OWNER);
    }

    @Override
    protected void evolve(Event event) {
        if (!(event instanceof ForgettingAsked)) {
            throw new IllegalStateException("not a person's event: " + event);
        }
        asked = true;
    }
}
