package io.redress.command.document;

import static io.redress.command.rule.Require.that;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.redress.api.Event;
import io.redress.api.document.PublishStatement;
import io.redress.api.document.StatementPublished;
import io.redress.api.party.Side;
import io.redress.command.rule.Rule;
import io.redress.command.window.Moves;
import io.redress.command.window.Terms;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;

/**
 * What a party states about itself or about how it serves (6.1.3 to 6.1.5, 6.2, 6.3), in versions. It has no clock and
 * sets no length: what must be said, by whom and for whom is a table.
 */
@AggregateRoot(type = "statement")
public final class Statement extends Document {
    private static final StatementKinds KINDS = StatementKinds.shipped();

    private int versions;
    private String operator = "";

    Statement() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(PublishStatement act, Terms terms) {
        Moves moves = decide(act.at(), terms);
        StatementKinds.Kind kind = KINDS.of(act.kind());
        StatementKinds.requireNames(kind, act.by(), act.parties(), act.about());
        var content = StatementKinds.check(kind, act.content());
        requireNotBackdated(act.effectiveAt(), act.at());
        // only a room goes by a name that another could take; the platform may hand it over
        that(
                versions == 0
                        || act.by() == Side.PLATFORM
                        || act.parties().operator().equals(operator),
                Rule.ROOM_HAS_ONE_OPERATOR);
        apply(new StatementPublished(
                act.subject(),
                act.at(),
                act.parties().party(act.by()),
                act.kind(),
                act.parties(),
                act.about(),
                kind.open(),
                versions + 1,
                content,
                act.effectiveAt(),
                moves.changes()));
    }

    @Override
    protected void evolve(Event event) {
        if (event instanceof StatementPublished published) {
            versions = published.version();
            operator = published.parties().operator();
        } else {
            throw new IllegalStateException("not a statement's event: " + event);
        }
    }
}
