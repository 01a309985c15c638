package io.redress.command.document;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.PublishRules;
import io.redress.api.document.RulesPublished;
import io.redress.api.party.Party;
import io.redress.api.window.Layer;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/** The platform's own rules (6.4.3 b c), in versions. */
@AggregateRoot(type = "rules")
public final class PlatformRules extends Document {
    private int versions;

    PlatformRules() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishRules act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        apply(new RulesPublished(
                act.subject(),
                act.at(),
                Party.PLATFORM,
                versions + 1,
                Bounds.check(act.windows(), Layer.PLATFORM_RULES, terms),
                act.autoUrge(),
                moves.changes()));
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof RulesPublished published) {
            versions = published.version();
        } else {
            throw new IllegalStateException("not the platform rules' event: " + event);
        }
    }
}
