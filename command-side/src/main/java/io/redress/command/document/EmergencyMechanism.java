package io.redress.command.document;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.MechanismPublished;
import io.redress.api.document.PublishMechanism;
import io.redress.api.party.Party;
import io.redress.api.window.Layer;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/** An operator's emergency mechanism (6.2.1 d), in versions. */
@AggregateRoot(type = "mechanism")
public final class EmergencyMechanism extends Document {
    private int versions;

    EmergencyMechanism() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishMechanism act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        var windows = Bounds.check(act.windows(), Layer.EMERGENCY_MECHANISM, terms);
        requireNotBackdated(act.effectiveAt(), act.at());
        apply(new MechanismPublished(
                act.subject(),
                act.at(),
                Party.roomOperator(act.operator()),
                act.operator(),
                versions + 1,
                windows,
                act.effectiveAt(),
                moves.changes()));
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof MechanismPublished published) {
            versions = published.version();
        } else {
            throw new IllegalStateException("not an emergency mechanism's event: " + event);
        }
    }
}
